// Parameters of lists, searches and views: read by the same table that documents them.
//
// A query string and a /search body end in the same values, so there is one reader for both; they
// differ only in where a fault is said to stand.

#include "api/list_command.h"

#include <algorithm>
#include <charconv>

#include "api/value_codec.h"
#include "core/text.h"
#include "store/keyset.h"

namespace vip {
namespace {

constexpr std::int64_t kMaxSize = 1000;
constexpr std::int64_t kMaxPage = 1'000'000'000;
constexpr std::int64_t kLibrary = 2000;
constexpr std::size_t kMaxIn = 100;
constexpr std::size_t kMaxQ = 200;
constexpr std::size_t kMaxSort = 5;

bool takes_list(ParameterKind kind, FilterOp op) {
  return kind == ParameterKind::sort || kind == ParameterKind::fields ||
         kind == ParameterKind::include || (kind == ParameterKind::filter && op == FilterOp::in);
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// A member of a search body as the text that a query string would have.
std::optional<std::string> scalar_text(const json::Node& node) {
  switch (node.kind) {
    case json::Node::Kind::string:
    case json::Node::Kind::number:
      return node.text;
    case json::Node::Kind::boolean:
      return node.boolean ? "true" : "false";
    default:
      return std::nullopt;
  }
}

bool shapes_only(ParameterKind kind) {
  return kind == ParameterKind::size || kind == ParameterKind::fields ||
         kind == ParameterKind::include || kind == ParameterKind::cursor;
}

bool walks_on(ParameterKind kind) {
  return kind != ParameterKind::page && kind != ParameterKind::total && !shapes_only(kind);
}

}  // namespace

std::vector<Condition> ListCommand::legacy_conditions(const Field& legacy) const {
  std::vector<Condition> conditions{{&legacy, FilterOp::is_null, {Value{std::int64_t{0}}}}};
  for (const Condition& condition : query.where)
    if (condition.field == &legacy) conditions.push_back(condition);
  return conditions;
}

struct ListReader::Reading {
  std::vector<GivenParameter> given;
  ListCommand command;
  std::vector<Fault> faults;
  std::vector<const Field*> fields;
  bool has_fields = false;
  bool paged = false;
  bool delta = false;
  std::optional<bool> hidden;
  std::vector<std::pair<std::string, const Field*>>
      used;  // parameters that name a field, for the personal check
  std::string q_name;
};

bool may_see_personal(const Resource& resource, const ScopeSet& scopes) {
  return scopes.admits(resource.scope, resource.name, "pii");
}

Result<std::vector<GivenParameter>> parameters_of_query(std::string_view query) {
  auto form = http::parse_form(query);
  if (!form) return tl::unexpected(std::move(form.error()));
  std::vector<GivenParameter> given;
  for (auto& [name, value] : *form) {
    if (name == "sort") {
      const auto earlier = std::ranges::find(given, name, &GivenParameter::name);
      if (earlier != given.end()) {
        earlier->values.push_back(std::move(value));
        continue;
      }
    }
    given.push_back({name, {std::move(value)}});
  }
  return given;
}

Result<std::vector<GivenParameter>> parameters_of_body(const Resource& resource,
                                                       std::string_view text) {
  auto node = json::parse(is_blank(text) ? "{}" : text);
  if (!node) return tl::unexpected(std::move(node.error()));
  if (!node->is(json::Node::Kind::object))
    return fail(ErrorCode::body_not_object, "The body must be a JSON object.");
  const std::vector<QueryParameter> known = list_parameters(resource);
  std::vector<GivenParameter> given;
  std::vector<Fault> faults;
  for (const auto& [name, value] : node->members) {
    GivenParameter parameter{name, {}};
    const auto found = std::ranges::find(known, name, &QueryParameter::name);
    const bool list = found != known.end() && takes_list(found->kind, found->op);
    const auto add = [&](const json::Node& item, std::string pointer) {
      if (auto scalar = scalar_text(item))
        parameter.values.push_back(std::move(*scalar));
      else
        faults.push_back(
            at_pointer(std::move(pointer), ErrorCode::invalid_type,
                       list ? "Expected a list of values." : "Expected a single value."));
    };
    if (found == known.end()) {
      // Its value is no matter: the name is refused where all names are.
    } else if (list && value.is(json::Node::Kind::array)) {
      for (std::size_t i = 0; i < value.items.size(); ++i)
        add(value.items[i], "/" + name + "/" + std::to_string(i));
    } else if (list) {
      faults.push_back(
          at_pointer("/" + name, ErrorCode::invalid_type, "Expected a list of values."));
    } else {
      add(value, "/" + name);
    }
    given.push_back(std::move(parameter));
  }
  if (!faults.empty()) return fail(std::move(faults));
  return given;
}

Fault ListReader::fault(const std::string& name, ErrorCode code, std::string message) const {
  return in_body_ ? at_pointer(pointer_to(name), code, std::move(message))
                  : at_parameter(name, code, std::move(message));
}

void ListReader::check_names(Reading& reading) const {
  std::vector<std::string_view> names;
  for (const QueryParameter& parameter : known_) names.push_back(parameter.name);
  for (std::size_t i = 0; i < reading.given.size(); ++i) {
    const std::string& name = reading.given[i].name;
    if (std::ranges::find(names, name) == names.end()) {
      const std::size_t bracket = name.find('[');
      const bool known_field =
          bracket != std::string::npos &&
          std::ranges::find(names, std::string_view(name).substr(0, bracket)) != names.end();
      if (known_field) {
        reading.faults.push_back(
            fault(name, ErrorCode::invalid_operator, "The field does not take this operator."));
        continue;
      }
      const std::string_view near = nearest(name, names);
      reading.faults.push_back(fault(
          name, ErrorCode::unknown_parameter,
          near.empty() ? "No such parameter here."
                       : "No such parameter here; did you mean `" + std::string(near) + "`?"));
    } else if (std::ranges::find(reading.given.begin(),
                                 reading.given.begin() + static_cast<std::ptrdiff_t>(i), name,
                                 &GivenParameter::name) !=
               reading.given.begin() + static_cast<std::ptrdiff_t>(i)) {
      reading.faults.push_back(
          fault(name, ErrorCode::repeated_parameter, "The parameter may stand once only."));
    }
  }
}

// Puts the query that a cursor carries in the place of the parameters beside it.
void ListReader::continue_walk(Reading& reading, const ListCaller& caller) const {
  const auto cursor = std::ranges::find(reading.given, "cursor", &GivenParameter::name);
  if (cursor == reading.given.end() || !reading.faults.empty()) return;
  const auto state = cursor->values.empty() ? std::nullopt : sealer_.open(cursor->values.front());
  if (!state) {
    reading.faults.push_back(
        fault("cursor", ErrorCode::cursor_invalid, "Expected a cursor as `next-cursor` gave it."));
    return;
  }
  for (const GivenParameter& given : reading.given) {
    const auto known = std::ranges::find(known_, given.name, &QueryParameter::name);
    if (!shapes_only(known->kind))
      reading.faults.push_back(fault(given.name, ErrorCode::cursor_mismatch,
                                     "Beside a cursor only size, fields and include may stand."));
  }
  if (state->tenant != caller.tenant || state->client != caller.client ||
      state->path != caller.path)
    reading.faults.push_back(fault("cursor", ErrorCode::cursor_mismatch,
                                   "The cursor belongs to another tenant, client or path."));
  if (!reading.faults.empty()) return;
  reading.command.by_cursor = true;
  reading.command.size = state->size;
  reading.command.query.after = state->position;
  std::erase_if(reading.given, [](const GivenParameter& given) { return given.name == "cursor"; });
  for (const GivenParameter& carried : state->parameters) reading.given.push_back(carried);
}

std::int64_t ListReader::read_number(Reading& reading, const GivenParameter& given,
                                     std::int64_t maximum) const {
  const std::string& text = given.values.front();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error != std::errc::invalid_argument && end == text.data() + text.size();
  if (!whole || error == std::errc::result_out_of_range || number < 1 || number > maximum) {
    reading.faults.push_back(
        fault(given.name, whole ? ErrorCode::out_of_range : ErrorCode::invalid_parameter,
              "Expected a whole number from 1 to " + std::to_string(maximum) + "."));
    return 1;
  }
  return number;
}

void ListReader::read_filter(Reading& reading, const QueryParameter& parameter,
                             const GivenParameter& given) const {
  Condition condition{parameter.field, parameter.op, {}};
  std::vector<std::string> texts = given.values;
  if (parameter.op == FilterOp::in && !in_body_ && texts.size() == 1) texts = split(texts.front());
  if (texts.size() > kMaxIn) {
    reading.faults.push_back(
        fault(given.name, ErrorCode::too_many_items, "At most 100 values are taken."));
    return;
  }
  for (const std::string& text : texts) {
    if (text.empty()) {
      reading.faults.push_back(fault(given.name, ErrorCode::empty,
                                     "A filter needs a value; leave it out to have no filter."));
      return;
    }
    if (parameter.op == FilterOp::is_null) {
      if (text != "true" && text != "false")
        reading.faults.push_back(
            fault(given.name, ErrorCode::invalid_parameter, "Expected true or false."));
      condition.values.emplace_back(std::int64_t{text == "true"});
      continue;
    }
    auto value = decode_text(*parameter.field, text);
    if (!value) {
      reading.faults.push_back(
          fault(given.name, value.error().front().code, std::move(value.error().front().message)));
      return;
    }
    condition.values.push_back(std::move(*value));
  }
  if (parameter.field->role == FieldRole::modified) reading.delta = true;
  if (parameter.field->role == FieldRole::deactivation) reading.hidden = true;
  reading.used.emplace_back(given.name, parameter.field);
  reading.command.filtered = true;
  reading.command.query.where.push_back(std::move(condition));
}

void ListReader::read_sort(Reading& reading, const GivenParameter& given) const {
  const std::vector<const Field*> sortable = sort_fields(resource_);
  if (given.values.empty() || given.values.size() > kMaxSort) {
    reading.faults.push_back(
        fault(given.name, ErrorCode::invalid_parameter, "Expected one to five sort fields."));
    return;
  }
  for (const std::string& text : given.values) {
    const std::size_t comma = text.find(',');
    const std::string name = text.substr(0, comma);
    const std::string direction = comma == std::string::npos ? "asc" : text.substr(comma + 1);
    const auto found = std::ranges::find(sortable, name, &Field::name);
    if (found == sortable.end() || (direction != "asc" && direction != "desc")) {
      std::string message = "Expected field,asc or field,desc, the field one of ";
      for (std::size_t i = 0; i < sortable.size(); ++i)
        message.append(i == 0 ? "" : ", ").append(sortable[i]->name);
      reading.faults.push_back(fault(given.name, ErrorCode::invalid_parameter, message + "."));
      return;
    }
    const bool twice = std::ranges::find(reading.command.query.order, *found, &Order::field) !=
                       reading.command.query.order.end();
    if (twice) {
      reading.faults.push_back(
          fault(given.name, ErrorCode::invalid_parameter, "A field may be sorted by once only."));
      return;
    }
    reading.command.query.order.push_back({*found, direction == "desc"});
    reading.used.emplace_back(given.name, *found);
  }
}

void ListReader::read_words(Reading& reading, const GivenParameter& given) const {
  const std::string& text = given.values.front();
  if (count_code_points(text) > kMaxQ) {
    reading.faults.push_back(
        fault(given.name, ErrorCode::too_long, "Expected at most 200 characters."));
    return;
  }
  reading.command.query.words = key_words(text);
  if (reading.command.query.words.empty()) {
    reading.faults.push_back(
        fault(given.name, ErrorCode::empty, "Expected at least one letter or digit."));
    return;
  }
  reading.q_name = given.name;
  reading.command.filtered = true;
}

void ListReader::read_fields(Reading& reading, const GivenParameter& given) const {
  std::vector<std::string> names = given.values;
  if (!in_body_ && names.size() == 1) names = split(names.front());
  const std::vector<const Field*> visible = visible_fields(resource_);
  std::vector<std::string_view> known;
  for (const Field* field : visible) known.push_back(field->name);
  for (const std::string& name : names) {
    const auto found = std::ranges::find(visible, name, &Field::name);
    if (found == visible.end()) {
      const std::string_view near = nearest(name, known);
      reading.faults.push_back(
          fault(given.name, ErrorCode::unknown_field,
                near.empty() ? "It names a field that does not exist here."
                             : "It names a field that does not exist here; did you mean `" +
                                   std::string(near) + "`?"));
      continue;
    }
    reading.fields.push_back(*found);
    reading.used.emplace_back(given.name, *found);
  }
  reading.has_fields = true;
}

void ListReader::read_includes(Reading& reading, const GivenParameter& given) const {
  std::vector<std::string> names = given.values;
  if (!in_body_ && names.size() == 1) names = split(names.front());
  const std::vector<Include> known = includes(resource_);
  for (const std::string& name : names) {
    const auto found = std::ranges::find(known, name, &Include::name);
    if (found == known.end()) {
      std::string message = "Expected one or more of ";
      for (std::size_t i = 0; i < known.size(); ++i)
        message.append(i == 0 ? "" : ", ").append(known[i].name);
      reading.faults.push_back(fault(given.name, ErrorCode::invalid_parameter, message + "."));
      return;
    }
    auto& chosen = reading.command.shape.includes;
    if (std::ranges::find(chosen, name, &Include::name) == chosen.end()) chosen.push_back(*found);
  }
}

void ListReader::read_one(Reading& reading, const QueryParameter& parameter,
                          const GivenParameter& given) const {
  ListCommand& command = reading.command;
  if (given.values.empty() || (given.values.size() == 1 && given.values.front().empty())) {
    reading.faults.push_back(
        fault(given.name, ErrorCode::empty, "The parameter has no value; leave it out instead."));
    return;
  }
  const std::string& text = given.values.front();
  switch (parameter.kind) {
    case ParameterKind::page:
      command.page = read_number(reading, given, kMaxPage);
      reading.paged = true;
      return;
    case ParameterKind::size:
      command.size = read_number(reading, given, kMaxSize);
      reading.paged = true;
      return;
    case ParameterKind::sort:
      return read_sort(reading, given);
    case ParameterKind::cursor:
      return;
    case ParameterKind::total:
      if (text != "exact" && text != "none")
        reading.faults.push_back(
            fault(given.name, ErrorCode::invalid_parameter, "Expected exact or none."));
      command.total = text == "none" ? ListCommand::Total::none : ListCommand::Total::exact;
      return;
    case ParameterKind::fields:
      return read_fields(reading, given);
    case ParameterKind::include:
      return read_includes(reading, given);
    case ParameterKind::q:
      return read_words(reading, given);
    case ParameterKind::include_hidden:
      if (text != "true" && text != "false")
        reading.faults.push_back(
            fault(given.name, ErrorCode::invalid_parameter, "Expected true or false."));
      reading.hidden = text == "true";
      return;
    case ParameterKind::deleted: {
      if (text != "IncludeDeleted" && text != "ExcludeDeleted" && text != "DeletedOnly")
        reading.faults.push_back(fault(given.name, ErrorCode::invalid_enum,
                                       "Expected IncludeDeleted, ExcludeDeleted or DeletedOnly."));
      reading.hidden = text != "ExcludeDeleted";
      if (text != "DeletedOnly") return;
      const Field& deleted =
          resource_.fields[static_cast<std::size_t>(resource_.deleted_date_field)];
      command.query.where.push_back({&deleted, FilterOp::is_null, {Value{std::int64_t{0}}}});
      command.filtered = true;
      return;
    }
    case ParameterKind::filter:
    case ParameterKind::start:
    case ParameterKind::end:
      return read_filter(reading, parameter, given);
    case ParameterKind::input:
      return;  // of actions, which are no lists
  }
}

void ListReader::hide_by_default(ListCommand& command) const {
  if (command.hidden_too) return;
  if (resource_.deleted_date_field >= 0) {
    const Field& deleted = resource_.fields[static_cast<std::size_t>(resource_.deleted_date_field)];
    command.query.where.push_back({&deleted, FilterOp::is_null, {Value{std::int64_t{1}}}});
  } else if (resource_.deactivates()) {
    const Field& flag = resource_.fields[static_cast<std::size_t>(resource_.deactivation_field)];
    command.query.where.push_back({&flag, FilterOp::eq, {Value{std::int64_t{0}}}});
  }
}

std::optional<Problem> ListReader::personal_fault(const Reading& reading,
                                                  const ScopeSet& scopes) const {
  std::vector<Fault> faults;
  const std::string needed = resource_.domain->scope + ":pii";
  if (!may_see_personal(resource_, scopes)) {
    for (const auto& [name, field] : reading.used)
      if (field->personal)
        faults.push_back(
            fault(name, ErrorCode::insufficient_scope,
                  "It names a field that is personal data and needs the scope " + needed + "."));
    const auto searched = searched_fields(resource_);
    if (!reading.q_name.empty() && std::ranges::all_of(searched, &Field::personal))
      faults.push_back(
          fault(reading.q_name, ErrorCode::insufficient_scope,
                "All that it searches is personal data and needs the scope " + needed + "."));
  }
  for (const Include& include : reading.command.shape.includes) {
    const Resource& embedded =
        include.relation != nullptr ? *include.relation->target : *include.reference->target;
    if (!scopes.admits(embedded.scope, embedded.name, "read"))
      faults.push_back(fault("include", ErrorCode::insufficient_scope,
                             "It embeds records that need the scope " + embedded.scope + ":read."));
  }
  if (faults.empty()) return std::nullopt;
  return fail(std::move(faults)).value();
}

Result<ViewCommand> ListReader::make_shape(Reading& reading, const ScopeSet& scopes) const {
  if (!reading.faults.empty()) return fail(std::move(reading.faults));
  if (auto problem = personal_fault(reading, scopes)) return tl::unexpected(std::move(*problem));
  ViewCommand shape = std::move(reading.command.shape);
  const bool personal = may_see_personal(resource_, scopes);
  shape.chosen_fields = reading.has_fields;
  shape.view = reading.has_fields
                   ? std::make_shared<View>(make_view(resource_, personal, &reading.fields))
                   : views_.of(resource_, personal);
  return shape;
}

Result<ListCommand> ListReader::read(std::vector<GivenParameter> given,
                                     const ListCaller& caller) const {
  Reading reading;
  reading.given = std::move(given);
  reading.command.query.resource = &resource_;
  check_names(reading);
  continue_walk(reading, caller);
  for (const GivenParameter& parameter : reading.given) {
    const auto known = std::ranges::find(known_, parameter.name, &QueryParameter::name);
    if (known == known_.end()) continue;
    read_one(reading, *known, parameter);
    if (walks_on(known->kind)) reading.command.walk.push_back(parameter);
  }
  ListCommand& command = reading.command;
  if (command.query.after && !fits(*command.query.after, command.query.order))
    reading.faults.push_back(
        fault("cursor", ErrorCode::cursor_invalid, "Expected a cursor as `next-cursor` gave it."));

  auto shape = make_shape(reading, *caller.scopes);
  if (!shape) return tl::unexpected(std::move(shape.error()));
  command.shape = std::move(*shape);
  // Hidden entries of a library are listed; of all else only when asked for, or in a delta read.
  command.hidden_too = reading.hidden.value_or(resource_.library || reading.delta);
  hide_by_default(command);
  command.whole = resource_.library && !reading.paged && !command.by_cursor;
  if (command.whole) command.size = kLibrary;
  command.query.personal_words = may_see_personal(resource_, *caller.scopes);
  command.query.business = caller.business;
  command.query.limit = command.size + 1;  // one more tells whether there is a next page
  command.query.offset = command.by_cursor ? 0 : (command.page - 1) * command.size;
  return std::move(command);
}

Result<ViewCommand> ListReader::read_view(const std::vector<GivenParameter>& given,
                                          const ScopeSet& scopes) const {
  Reading reading;
  reading.given = given;
  check_names(reading);
  for (const GivenParameter& parameter : reading.given) {
    const auto known = std::ranges::find(known_, parameter.name, &QueryParameter::name);
    if (known != known_.end()) read_one(reading, *known, parameter);
  }
  return make_shape(reading, scopes);
}

}  // namespace vip
