// when-closed: what may be recorded for a record that was closed: a bill for the cremation of an
// animal that has died, but no new appointment.
//
// What happened before it was closed may be entered later: a vaccination of the day before. So a
// record that the caller dates is compared with the day on which the other was closed, and one that
// is over, such as a completed task, is accepted. What is still open is not.
#include <algorithm>
#include <array>
#include <map>

#include "core/json_nodes.h"
#include "declaration/ast/literal.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/closing.h"
#include "rules/place.h"

namespace vip {
namespace {

constexpr std::array<std::string_view, 3> kPolicies{"refuse", "warn", "accept"};

// What may be recorded for a record that is closed by a flag: the keyword `when-closed` of a
// reference to it.
class WhenClosed final : public Constraint {
 public:
  enum class Policy : std::uint8_t { refuse, warn, accept };
  struct Parts {
    std::map<std::string, Policy> policies;  // by the state
    const Field* date = nullptr;             // when what is recorded happened
    std::map<std::string, ErrorCode> codes;  // by the state, in place of the flag's
  };
  WhenClosed(const Field& reference, Parts parts)
      : reference_{&reference}, parts_{std::move(parts)} {}

  Steps steps() const override { return kValidate; }
  void validate(const Change& change, RuleContext& context) const override;
  void publish(Publication& out) const override;

 private:
  ErrorCode code_of(const ClosingFlag& flag) const {
    const auto own = parts_.codes.find(flag.state);
    return own == parts_.codes.end() ? flag.code : own->second;
  }
  Policy policy_for(const Change& change, const std::string& state, const Value& day,
                    RuleContext& context) const;

  FieldHandle reference_;
  Parts parts_;
};

// The policies: {Deceased: refuse, all: warn}.
std::map<std::string, WhenClosed::Policy> read_policies(const Mapping& parts,
                                                        const ClosingFlags& flags) {
  std::map<std::string, WhenClosed::Policy> policies;
  for (const ClosingFlag& flag : flags.all()) {
    const std::string word = parts.has(flag.state) || !parts.has("all")
                                 ? parts.required_text(flag.state)
                                 : parts.text("all");
    const auto known = std::ranges::find(kPolicies, word);
    if (known != kPolicies.end())
      policies[flag.state] = static_cast<WhenClosed::Policy>(known - kPolicies.begin());
    else if (!word.empty())
      parts.errors().add(parts.line_of(flag.state),
                         parts.what() + ": " + flag.state + " is refuse, warn or accept");
  }
  return policies;
}

std::map<std::string, ErrorCode> read_codes(const Mapping& declared, const ClosingFlags& flags) {
  std::map<std::string, ErrorCode> codes;
  for (const ClosingFlag& flag : flags.all()) {
    const std::string name = declared.text(flag.state);
    if (name.empty()) continue;
    const auto code = error_code_named(name);
    if (code)
      codes[flag.state] = *code;
    else
      declared.errors().add(declared.line_of(flag.state),
                            declared.what() + ": no error code is named \"" + name + "\"");
  }
  return codes;
}

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  const Field& reference = scope.field();
  const Mapping parts = scope.mapping();
  if (!reference.is_reference() || !reference.any_of.empty()) {
    scope.error("the field does not refer to one resource");
    return nullptr;
  }
  if (reference.target == nullptr) return nullptr;
  WhenClosed::Parts read;
  const auto* flags = constraint_of<ClosingFlags>(*reference.target);
  if (flags == nullptr) {
    scope.error(reference.target->title + " has no closing-flags");
    return nullptr;
  }
  std::vector<std::string_view> known{"all", "date", "codes"};
  for (const ClosingFlag& flag : flags->all()) known.push_back(flag.state);
  Mapping{parts}.accept(known);
  read.policies = read_policies(parts, *flags);
  if (const Mapping::Entry* codes = parts.find("codes"))
    read.codes = read_codes({*codes, scope.errors(), parts.what() + ": codes"}, *flags);
  if (const std::string date = parts.text("date"); !date.empty()) {
    read.date = scope.own_field(date);
    if (read.date != nullptr && !read.date->is_day_or_moment())
      scope.error(date + " is neither a date nor a date-time");
  }
  return std::make_shared<WhenClosed>(reference, std::move(read));
}

void WhenClosed::validate(const Change& change, RuleContext& context) const {
  if (change.removes()) return;
  if (!is_new(change, reference_) && !opens_again(change, context)) return;
  const auto named = context.find(reference_, change.after());
  const ClosingFlag* closed = named ? closing_flag_of(*named) : nullptr;
  if (closed == nullptr) return;
  const Value day = closed->day == nullptr ? null_value() : named->at(*closed->day);
  switch (policy_for(change, closed->state, day, context)) {
    case Policy::refuse:
      return context.refuse(reference_, code_of(*closed), closed->detail);
    case Policy::warn:
      return context.warn(reference_, closed->warning, closed->detail);
    case Policy::accept:
      return;
  }
}

// On the day itself nobody knows which came first: it is accepted with a warning.
WhenClosed::Policy WhenClosed::policy_for(const Change& change, const std::string& state,
                                          const Value& day, RuleContext& context) const {
  const Policy policy = parts_.policies.at(state);
  const Record& record = change.after();
  if (policy == Policy::accept) return policy;
  if (const auto* open = constraint_of<OpenRecords>(*record.resource)) {
    if (open->is_open(record, context)) return policy;
    if (parts_.date == nullptr) return Policy::accept;
  }
  if (parts_.date == nullptr || is_null(day)) return policy;
  const FieldHandle date{parts_.date};
  if (!context.is_explicit(date) || !record.has(date)) return policy;
  const std::int64_t happened = parts_.date->type == FieldType::date
                                    ? record.number(date)
                                    : day_at(record, Instant{record.number(date)}, context).days;
  const std::int64_t closed = std::get<std::int64_t>(day);
  if (happened < closed) return Policy::accept;
  return happened == closed ? Policy::warn : policy;
}

// "x-when-closed": {"Deceased": "refuse", "Sold": "warn"}
void WhenClosed::publish(Publication& out) const {
  json::Node policies = json::object();
  for (const auto& [state, policy] : parts_.policies)
    json::set(policies, state, json::text(kPolicies[static_cast<std::size_t>(policy)]));
  out.members.emplace_back("x-when-closed", std::move(policies));
}

// A reference that callers set has to say what holds of a closed record, so that no resource that
// names one is forgotten.
void join(CatalogueScope& scope) {
  for (const Resource* resource : scope.resources())
    for (const Field& field : resource->fields) {
      if (field.target == nullptr || field.read_only || field.hidden) continue;
      if (!resource->operations.create && !resource->operations.patch) continue;
      if (constraint_of<ClosingFlags>(*field.target) == nullptr) continue;
      if (constraint_of<WhenClosed>(field) == nullptr)
        scope.error(field, "references",
                    "a " + field.target->title +
                        " can be closed; \"when-closed\" says what may be recorded for it then");
    }
}

}  // namespace

Keyword make_when_closed_keyword() {
  return {.name = "when-closed",
          .order = 95,
          .applies = [](const Field& field) { return field.type == FieldType::uuid; },
          .read = read,
          .join = join};
}

}  // namespace vip
