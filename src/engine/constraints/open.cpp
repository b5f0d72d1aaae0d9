// open: when a record is open, and what becomes of it when a record that it names is closed,
// changes hands, or is to be deactivated. An appointment is open while it is to come: it is flagged
// when the animal dies, follows the animal to a new owner, and keeps the account from being
// deactivated.
//
// Why with the open record: whoever declares one more kind of open work says there what holds of
// it. The resources that are closed, such as patients, learn of it when all declarations are read.
#include <algorithm>
#include <map>
#include <set>

#include "declaration/ast/literal.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/closing.h"

namespace vip {
namespace {

class Closing;

// What happens to open records, and to records below, when records of a resource are closed: a
// constraint of that resource.
class Closing final : public Constraint {
 public:
  // A reference to the resource, of open records or of records that close with it.
  struct Dependent {
    const OpenRecords* open = nullptr;
    const Field* reference = nullptr;
  };
  struct Below {
    const Field* reference = nullptr;  // of the record that closes with this one
    std::shared_ptr<const Closing> closing;
  };

  explicit Closing(const Resource& resource) : resource_{&resource} {}

  Steps steps() const override { return kValidate | kEffects; }

  // Every open record is named, so that a caller learns all of them at once.
  void validate(const Change& change, RuleContext& context) const override {
    if (change.before == nullptr || !resource_->deactivates() || !goes_out_of_use(change)) return;
    const auto flag = static_cast<std::size_t>(resource_->deactivation_field);
    std::set<Uuid> named;
    refuse_for(change.after().id(), FieldHandle{&resource_->fields[flag]}, named, context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (change.before == nullptr || change.removes()) return;
    const Record& after = change.after();
    const State before = state_of(*change.before);
    const State now = state_of(after);
    if (now.name != before.name) close(after.id(), now, goes_out_of_use(change), context);
    hand_over(change, context);
  }

  std::vector<Dependent> closed, blocking, transferred;
  std::vector<Below> below;

 private:
  struct State {
    std::string name;  // empty: open
    std::string detail;
  };

  State state_of(const Record& record) const {
    if (const ClosingFlag* flag = closing_flag_of(record)) return {flag->state, flag->detail};
    if (is_out_of_use(record)) return {"Deactivated", resource_->title + " is deactivated"};
    return {};
  }

  static bool goes_out_of_use(const Change& change) {
    return !is_out_of_use(*change.before) && is_out_of_use(change.after());
  }

  void refuse_for(const Uuid& id, FieldHandle flag, std::set<Uuid>& named,
                  RuleContext& context) const {
    for (const Dependent& one : blocking)
      for (const Record& record : one.open->of(*one.reference, id, context))
        if (named.insert(record.id()).second)
          context.refuse(flag, one.open->parts().code,
                         record.resource->title + " " + to_string(record.id()) + " " +
                             one.open->parts().detail);
    for (const Below& one : below)
      for (const Record& record : context.all_with({one.reference}, id, 0))
        one.closing->refuse_for(record.id(), flag, named, context);
  }

  // `all`: what closes with the record is closed, too.
  void close(const Uuid& id, const State& state, bool all, RuleContext& context) const {
    for (const Dependent& one : closed)
      for (const Record& record : one.open->of(*one.reference, id, context)) {
        const auto& parts = one.open->parts();
        const bool flags = !parts.flag.empty();
        if (!flags && state.name.empty()) continue;
        auto values = vip::filled_in(flags ? parts.flag : parts.ends_as, record, state.name,
                                     state.detail, context);
        if (!values.empty()) context.patch(*record.resource, record.id(), std::move(values));
      }
    if (!all) return;
    for (const Below& one : below)
      for (const Record& record : context.all_with({one.reference}, id, 0))
        if (one.closing->state_of(record).name.empty())
          one.closing->close(record.id(), state, true, context);
  }

  void hand_over(const Change& change, RuleContext& context) const {
    for (const Dependent& one : transferred) {
      const OpenRecords::Transfer& transfer = *one.open->parts().transfer;
      if (!change.changes({transfer.owner})) continue;
      for (const Record& record : one.open->of(*one.reference, change.after().id(), context))
        context.patch(*record.resource, record.id(),
                      transfer.set.empty()
                          ? one.open->ended(record, {}, transfer.detail, context)
                          : vip::filled_in(transfer.set, record, {}, transfer.detail, context));
    }
  }

  const Resource* resource_;
};

class Reader {
 public:
  explicit Reader(const KeywordScope& scope) : scope_{scope}, parts_{scope.mapping()} {}

  std::shared_ptr<const Constraint> read() {
    Mapping{parts_}.accept(
        {"while", "to-come", "closes-with", "ends-as", "flag", "transfer", "blocks"});
    OpenRecords::Parts read;
    if (const Mapping::Entry* where = parts_.find("while")) read_conditions(*where, read.where);
    if (const std::string name = parts_.text("to-come"); !name.empty()) {
      read.to_come = scope_.own_field(name);
      if (read.to_come != nullptr && !read.to_come->is_day_or_moment())
        scope_.error(name + " is neither a date nor a date-time");
    }
    read.closes_with = references(parts_, "closes-with");
    read.ends_as = values(parts_, "ends-as");
    read.flag = values(parts_, "flag");
    if (const Mapping::Entry* transfer = parts_.find("transfer")) read_transfer(*transfer, read);
    if (const Mapping::Entry* blocks = parts_.find("blocks")) read_blocks(*blocks, read);
    return std::make_shared<OpenRecords>(scope_.resource(), std::move(read));
  }

 private:
  Mapping mapping(const Mapping::Entry& entry) const {
    return {entry, scope_.errors(), scope_.what() + ": " + entry.name};
  }

  void read_conditions(const Mapping::Entry& declared, std::vector<FieldCondition>& into) const {
    const Mapping conditions = mapping(declared);
    for (const Mapping::Entry& one : conditions.entries()) {
      const Field* field = scope_.at(one.line).own_field(one.name);
      if (field == nullptr) continue;
      into.push_back({field, read_values(*one.value, *field, scope_.errors(),
                                         conditions.what() + ": " + field->name)});
    }
  }

  std::vector<const Field*> references(const Mapping& from, std::string_view keyword) const {
    std::vector<const Field*> found;
    for (const std::string& name : from.texts(keyword)) {
      const Field* field = scope_.own_field(name);
      if (field == nullptr) continue;
      if (!field->is_reference() || field->type != FieldType::uuid)
        scope_.error(name + " does not refer to one record");
      else
        found.push_back(field);
    }
    return found;
  }

  // {status: Cancelled, end-date: "{today}", contact-uuid: "{patient-uuid.account-uuid…}"}
  std::vector<ClosingValue> values(const Mapping& from, std::string_view keyword) const {
    std::vector<ClosingValue> read;
    const Mapping::Entry* declared = from.find(keyword);
    if (declared == nullptr) return read;
    const Mapping given = mapping(*declared);
    for (const Mapping::Entry& one : given.entries()) {
      ClosingValue value{
          .field = scope_.at(one.line).own_field(one.name), .literal = {}, .path = {}};
      if (value.field != nullptr && read_value(one, value)) read.push_back(std::move(value));
    }
    return read;
  }

  bool read_value(const Mapping::Entry& given, ClosingValue& value) const {
    using Kind = ClosingValue::Kind;
    if (given.value->is_null()) return true;
    const std::string& text = given.value->text;
    static const std::map<std::string, Kind> kWords{
        {"{state}", Kind::state}, {"{detail}", Kind::detail}, {"{today}", Kind::today}};
    if (const auto word = kWords.find(text); word != kWords.end()) {
      value.kind = word->second;
      const bool fits =
          value.kind == Kind::today ? value.field->type == FieldType::date : value.field->is_text();
      if (!fits) scope_.error(given.name + " does not take such a value");
      return fits;
    }
    if (text.starts_with('{') && text.ends_with('}')) return read_path(given, value);
    auto literal = read_literal(*given.value, *value.field, scope_.errors(),
                                scope_.what() + ": " + given.name);
    if (!literal) return false;
    value.literal = *std::move(literal);
    return true;
  }

  bool read_path(const Mapping::Entry& given, ClosingValue& value) const {
    const std::string& text = given.value->text;
    const auto path = scope_.at(given.line).path(text.substr(1, text.size() - 2));
    if (!path || path->empty()) return false;
    const Field& source = *path->back();
    if (source.type != value.field->type || (source.pii && !value.field->pii)) {
      scope_.error(given.name + " does not take such a value");
      return false;
    }
    value.kind = ClosingValue::Kind::along;
    value.path = *path;
    return true;
  }

  // {of: patient-uuid.account-uuid, set: {…}, detail: …}
  void read_transfer(const Mapping::Entry& declared, OpenRecords::Parts& into) const {
    Mapping parts = mapping(declared);
    parts.accept({"of", "set", "detail"});
    OpenRecords::Transfer transfer;
    transfer.detail = parts.text("detail");
    transfer.set = values(parts, "set");
    if (!parts.has("set") && into.ends_as.empty())
      scope_.error("transfer without \"set\" ends the record; \"ends-as\" says how");
    const auto path = scope_.path(parts.required_text("of"));
    if (!path || path->empty()) return;
    if (path->size() != 2) return scope_.error("transfer: of expects reference-field.field");
    transfer.reference = path->front();
    transfer.owner = path->back();
    into.transfer = std::move(transfer);
  }

  // {fields: [account-uuid], code: still-open, detail: is to come}
  void read_blocks(const Mapping::Entry& declared, OpenRecords::Parts& into) const {
    Mapping parts = mapping(declared);
    parts.accept({"fields", "code", "detail"});
    parts.required_text("code");
    into.blocks = references(parts, "fields");
    into.code = read_error_code(parts).value_or(ErrorCode{});
    into.detail = parts.required_text("detail");
  }

  const KeywordScope& scope_;
  Mapping parts_;
};

std::shared_ptr<const Constraint> read(const KeywordScope& scope) { return Reader{scope}.read(); }

// The constraints of the resources that open records name, and of those that these close with.
class Joiner {
 public:
  explicit Joiner(CatalogueScope& scope) : scope_{scope} {}

  void join() {
    for (const Resource* resource : scope_.resources()) {
      if (const auto* open = constraint_of<OpenRecords>(*resource)) add(*open);
    }
    // A chain may be as long as there are resources: account of a contact, patient of an account.
    for (std::size_t known = 0; known != closings_.size();) {
      known = closings_.size();
      for (const Resource* resource : scope_.resources()) climb(*resource);
    }
    for (const auto& [resource, closing] : closings_) scope_.add(*resource, closing);
  }

 private:
  std::shared_ptr<Closing> of(const Resource& resource) {
    auto& closing = closings_[&resource];
    if (closing == nullptr) closing = std::make_shared<Closing>(resource);
    return closing;
  }

  void add(const OpenRecords& open) {
    for (const Field* reference : open.parts().closes_with)
      if (reference->target != nullptr)
        of(*reference->target)->closed.push_back({&open, reference});
    for (const Field* reference : open.parts().blocks)
      if (reference->target != nullptr)
        of(*reference->target)->blocking.push_back({&open, reference});
    if (const auto& transfer = open.parts().transfer)
      of(*transfer->reference->target)->transferred.push_back({&open, transfer->reference});
  }

  void climb(const Resource& resource) {
    const auto* chain = constraint_of<ClosesWith>(resource);
    if (chain == nullptr || !closings_.contains(&resource)) return;
    for (const Field* reference : chain->references()) {
      if (reference->target == nullptr) continue;
      const auto owner = of(*reference->target);
      const auto same = [&](const Closing::Below& one) { return one.reference == reference; };
      if (std::ranges::none_of(owner->below, same))
        owner->below.push_back({reference, of(resource)});
    }
  }

  CatalogueScope& scope_;
  std::map<const Resource*, std::shared_ptr<Closing>> closings_;
};

}  // namespace

Keyword make_open_keyword() {
  return {.name = "open",
          .of = Keyword::Of::resources,
          .order = 97,
          .read = read,
          .join = [](CatalogueScope& scope) { Joiner{scope}.join(); }};
}

}  // namespace vip
