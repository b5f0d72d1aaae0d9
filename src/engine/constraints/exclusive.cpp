// exclusive: a flag that exactly one record has, of the parent, or of the tenant. Where one record
// gets it, another one loses it.
#include "engine/constraints/exclusive.h"

#include "core/error_codes.h"
#include "core/json_nodes.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "engine/store_context.h"

namespace vip {
namespace {

class Exclusive final : public Constraint {
 public:
  explicit Exclusive(const Field& flag) : flag_{&flag} {}

  Steps steps() const override { return kSettle | kStore; }

  // The first record has the flag, whatever was asked; clearing it is refused, since no record
  // would have it.
  void settle(const Change& change, RuleContext& context) const override {
    const Record& after = change.after();
    if (after.flag(flag_) || holder(after, context)) return;
    if (change.creates())
      context.set(flag_, std::int64_t{1});
    else
      context.refuse(flag_, errors::exclusive_flag_required,
                     "Exactly one " + after.resource->title +
                         " has this flag; set it on another one to move it.");
  }

  // Takes the flag from its holder when this record has got it, and gives that of a record that is
  // gone to the oldest one left.
  void store(const Change& change, StoreContext& context) const override {
    if (change.removes()) {
      if (change.before->flag(flag_)) set(oldest(*change.before, context), 1, context);
    } else if (change.after().flag(flag_) && change.changes(flag_)) {
      set(holder(change.after(), context), 0, context);
    }
  }

  void publish(Publication& out) const override {
    out.members.emplace_back("x-exclusive", json::boolean(true));
  }

 private:
  // The records among which exactly one has the flag: those of the same parent, or all.
  static Selection siblings_of(const Record& record, std::size_t limit) {
    Selection siblings{{}, {}, limit};
    const int parent = record.resource->parent_field;
    if (parent >= 0) {
      const Field& field = record.resource->fields[static_cast<std::size_t>(parent)];
      siblings.where.push_back({{&field}, FilterOp::eq, {record.at(field)}});
    }
    return siblings;
  }

  // The other record that has the flag now.
  std::optional<Record> holder(const Record& record, DataContext& data) const {
    Selection flagged = siblings_of(record, 2);
    flagged.where.push_back({flag_, FilterOp::eq, {Value{std::int64_t{1}}}});
    for (Record& found : data.select(*record.resource, flagged))
      if (found.id() != record.id()) return std::move(found);
    return std::nullopt;
  }

  static std::optional<Record> oldest(const Record& record, DataContext& data) {
    auto found = data.select(*record.resource, siblings_of(record, 1));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }

  void set(const std::optional<Record>& record, std::int64_t flag, StoreContext& context) const {
    if (!record) return;
    Record changed = *record;
    changed.at(*flag_.field) = Value{flag};
    context.overwrite(*record, std::move(changed));
  }

  FieldHandle flag_;
};

void shape(Field&, FieldAst& declared) {
  declared.always_has_value = declared.has_flag("exclusive");
}

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  if (!scope.flag()) return nullptr;
  return std::make_shared<Exclusive>(scope.field());
}

}  // namespace

bool is_exclusive(const Field& field) { return constraint_of<Exclusive>(field) != nullptr; }

Keyword make_exclusive_keyword() {
  return {.name = "exclusive",
          .order = 120,
          .applies = [](const Field& field) { return field.type == FieldType::boolean; },
          .shape = shape,
          .read = read};
}

}  // namespace vip
