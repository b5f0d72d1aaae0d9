// expires: a state that is another one once a day has passed, without a write. How it is read:
// schema/expiring_state.h, store/schema.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/json_nodes.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "schema/expiring_state.h"
#include "schema/field.h"

namespace vip {
namespace {

class Expires final : public Constraint, public ExpiringState {
 public:
  Steps steps() const override { return 0; }

  void publish(Publication& out) const override {
    json::Node parts = json::object();
    json::set(parts, "after", json::text(day->name));
    json::set(parts, "from", json::texts(from));
    json::set(parts, "to", json::text(to));
    out.members.emplace_back("x-expires", std::move(parts));
    out.sentences +=
        fmt::format(" {} is shown as {} after `{}`, from midnight UTC, without a write.",
                    fmt::join(from, " or "), to, day->name);
  }
};

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  Mapping parts = scope.mapping();
  parts.accept({"after", "from", "to"});
  auto expires = std::make_shared<Expires>();
  const std::string day = parts.required_text("after");
  expires->from = parts.texts("from");
  expires->to = parts.required_text("to");
  if (day.empty() || expires->to.empty()) return nullptr;
  expires->day = scope.own_field(day);
  if (expires->day == nullptr) return nullptr;
  if (expires->day->type != FieldType::date) scope.error(day + " is no date");
  if (expires->from.empty()) scope.error("expects the states that expire");
  std::vector<std::string> states = expires->from;
  states.push_back(expires->to);
  const auto& known = scope.field().enum_values;
  for (const std::string& state : states)
    if (std::ranges::find(known, state) == known.end())
      scope.error(fmt::format("{} is never \"{}\"", scope.field().name, state));
  return expires;
}

}  // namespace

Keyword make_expires_keyword() {
  return {.name = "expires",
          .order = 125,
          .applies = [](const Field& field) { return field.type == FieldType::enumeration; },
          .read = read};
}

}  // namespace vip
