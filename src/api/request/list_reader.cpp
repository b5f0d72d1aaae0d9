// Each parameter of a list, read by the same table that documents it.
//
// A query string and a /search body end in the same values, so there is one reader for both; they
// differ only in where an error is said to stand, and in lists being arrays or divided by commas.

#include "api/request/list_reader.h"

#include <algorithm>
#include <iterator>

#include "api/request/page_numbers.h"
#include "core/code_points.h"
#include "core/did_you_mean.h"
#include "core/phone.h"
#include "core/text.h"
#include "core/text_key.h"
#include "engine/value_codec.h"
#include "http/ascii.h"

namespace vip {
namespace {

constexpr std::size_t kMaxIn = 100;
constexpr std::size_t kMaxQ = 200;
constexpr std::size_t kMaxSort = 5;

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool is_direction(std::string_view text) {
  const std::string word = http::lower(text);
  return word == "asc" || word == "desc";
}

// "a, b, c" of the names of fields or includes.
template <class Names, class NameOf>
std::string joined(const Names& names, NameOf name_of) {
  std::string text;
  for (const auto& name : names) text.append(text.empty() ? "" : ", ").append(name_of(name));
  return text;
}

}  // namespace

void ListReading::refuse(const std::string& name, ErrorCode code, std::string message) {
  const auto placed = std::ranges::find(pointers, name, &Pointer::parameter);
  const std::string pointer = placed == pointers.end() ? pointer_to(name) : placed->pointer;
  errors.push_back(in_body_ ? at_pointer(pointer, code, std::move(message))
                            : at_parameter(name, code, std::move(message)));
}

// The values of a parameter that takes a list. Clients repeat it, divide its values by commas, or
// do both; bounds hold for all together.
std::vector<std::string> ListReading::listed(const RawParameter& given) const {
  if (in_body_) return given.values;
  std::vector<std::string> values;
  for (const std::string& value : given.values) {
    std::vector<std::string> parts = split(value);
    std::ranges::move(parts, std::back_inserter(values));
  }
  return values;
}

// An order is a field with or without a direction. In a query string the comma that divides the
// two also divides one order from the next: `a,desc,b` are two.
std::vector<std::string> ListReading::listed_orders(const RawParameter& given) const {
  if (in_body_) return given.values;
  std::vector<std::string> orders;
  for (const std::string& value : given.values) {
    bool takes_direction = false;
    for (const std::string& part : split(value)) {
      const bool direction = is_direction(part);
      if (direction && takes_direction)
        orders.back().append(",").append(part);
      else
        orders.push_back(part);
      takes_direction = !direction;
    }
  }
  return orders;
}

bool ListReading::has_empty_entry(const RawParameter& given,
                                  const std::vector<std::string>& values) {
  if (std::ranges::find(values, "") == values.end()) return false;
  refuse(given.name, errors::empty,
         values.size() == 1 ? "The parameter has no value; leave it out instead."
                            : "An entry of the list is empty.");
  return true;
}

void ListReading::read(const QueryParameter& parameter, const RawParameter& given) {
  if (!given.errors.empty()) {
    errors.insert(errors.end(), given.errors.begin(), given.errors.end());
    return;
  }
  if (given.values.empty()) {
    refuse(given.name, errors::empty, "The parameter has no value; leave it out instead.");
    return;
  }
  if (!takes_list(parameter) && has_empty_entry(given, given.values)) return;
  switch (parameter.kind) {
    case ParameterKind::page:
      list.page = read_number(given, kMaxPage);
      paged = true;
      return;
    case ParameterKind::size:
      list.size = read_number(given, kMaxSize);
      paged = true;
      return;
    case ParameterKind::sort:
      return read_sort(given);
    case ParameterKind::cursor:
      return;  // read before all others: it brings parameters of its own
    case ParameterKind::total:
      return read_total(given);
    case ParameterKind::fields:
      return read_fields(given);
    case ParameterKind::include:
      return read_includes(given);
    case ParameterKind::q:
      return read_words(given);
    case ParameterKind::include_hidden:
      hidden = read_flag(given);
      return;
    case ParameterKind::include_omitted:
      omitted |= read_flag(given);
      return;
    case ParameterKind::deleted:
      return read_deleted(given);
    case ParameterKind::named:
      return read_named(*parameter.named, given);
    case ParameterKind::shown:
      if (read_flag(given)) shown.push_back(parameter.field);
      used.push_back({given.name, parameter.field});
      return;
    case ParameterKind::filter:
    case ParameterKind::start:
    case ParameterKind::end:
      return read_filter(parameter, given);
    case ParameterKind::look_up:
      return read_look_up(parameter, given);
    case ParameterKind::input:
      return;  // of actions, which are no lists
  }
}

std::int64_t ListReading::read_number(const RawParameter& given, std::int64_t maximum) {
  const auto number = read_page_number(given.values.front(), maximum);
  if (number) return *number;
  refuse(given.name, number.error().code, number.error().message);
  return 1;
}

void ListReading::read_filter(const QueryParameter& parameter, const RawParameter& given) {
  const std::vector<std::string> texts =
      parameter.op == FilterOp::in ? listed(given) : given.values;
  if (has_empty_entry(given, texts)) return;
  if (texts.size() > kMaxIn) {
    refuse(given.name, errors::too_many_items, "At most 100 values are taken.");
    return;
  }
  Condition condition{parameter.field, parameter.op, {}};
  for (const std::string& text : texts)
    if (!add_value(condition, given, text)) return;
  note_what_is_asked_for(condition);
  used.push_back({given.name, parameter.field});
  list.filtered = true;
  list.query.where.push_back(std::move(condition));
}

// A telephone number is looked for as typed and in international form, whichever the record has.
void ListReading::read_look_up(const QueryParameter& parameter, const RawParameter& given) {
  Condition condition{parameter.field, FilterOp::in, {}, parameter.relation};
  if (!add_value(condition, given, given.values.front())) return;
  if (parameter.field->format == TextFormat::phone)
    if (auto e164 = to_e164(std::get<std::string>(condition.values.front()), region))
      condition.values.emplace_back(std::move(*e164));
  used.push_back({given.name, parameter.field});
  list.filtered = true;
  list.query.where.push_back(std::move(condition));
}

// A filter that names what lists leave out by default asks for it.
void ListReading::note_what_is_asked_for(const Condition& condition) {
  if (condition.field->role == FieldRole::deactivation) hidden = true;
  const bool names_values = condition.op == FilterOp::eq || condition.op == FilterOp::in;
  if (condition.field == resource_.omission.field && names_values)
    omitted |=
        std::ranges::find(condition.values, resource_.omission.value) != condition.values.end();
}

bool ListReading::add_value(Condition& condition, const RawParameter& given,
                            const std::string& text) {
  if (condition.op == FilterOp::is_null) {
    const auto flag = parse_flag(text);
    if (!flag) refuse(given.name, errors::invalid_parameter, "Expected true or false.");
    condition.values.emplace_back(std::int64_t{flag.value_or(false)});
    return true;
  }
  // A part of a text may end in a blank; a whole text is kept without.
  const bool part = condition.op == FilterOp::starts_with || condition.op == FilterOp::contains;
  auto value = decode_text(*condition.field, part ? std::string_view{text} : trimmed(text), zone_);
  if (!value) {
    refuse(given.name, value.error().front().code, std::move(value.error().front().message));
    return false;
  }
  condition.values.push_back(std::move(*value));
  return true;
}

void ListReading::read_sort(const RawParameter& given) {
  const std::vector<std::string> orders = listed_orders(given);
  if (has_empty_entry(given, orders)) return;
  if (orders.size() > kMaxSort) {
    refuse(given.name, errors::invalid_parameter, "Expected one to five sort fields.");
    return;
  }
  const std::size_t before = errors.size();
  for (const std::string& text : orders) {
    add_order(given, text);
    if (errors.size() > before) return;
  }
}

void ListReading::add_order(const RawParameter& given, const std::string& text) {
  const std::vector<const Field*>& sortable = schema_.sortable;
  const std::size_t comma = text.find(',');
  const std::string direction = comma == std::string::npos ? "asc" : text.substr(comma + 1);
  const auto found = std::ranges::find(sortable, text.substr(0, comma), &Field::name);
  if (found == sortable.end() || !is_direction(direction)) {
    refuse(given.name, errors::invalid_parameter,
           "Expected field,asc or field,desc, the field one of " +
               joined(sortable, [](const Field* field) { return field->name; }) + ".");
    return;
  }
  auto& order = list.query.order;
  if (std::ranges::find(order, *found, &Order::field) != order.end()) {
    refuse(given.name, errors::invalid_parameter, "A field may be sorted by once only.");
    return;
  }
  order.push_back({*found, http::lower(direction) == "desc"});
  used.push_back({given.name, *found});
}

void ListReading::read_words(const RawParameter& given) {
  const std::string& text = given.values.front();
  if (count_code_points(text) > kMaxQ) {
    refuse(given.name, errors::too_long, "Expected at most 200 characters.");
    return;
  }
  list.query.words = search_groups(text);
  if (list.query.words.empty()) {
    refuse(given.name, errors::empty, "Expected at least one letter or digit.");
    return;
  }
  searches_words = true;
  list.filtered = true;
}

void ListReading::read_fields(const RawParameter& given) {
  const std::vector<const Field*>& visible = schema_.visible;
  const std::vector<std::string> names = listed(given);
  if (has_empty_entry(given, names)) return;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(visible, name, &Field::name);
    if (found == visible.end()) {
      refuse(
          given.name, errors::unknown_field,
          did_you_mean("It names a field that does not exist here", name, schema_.visible_names));
      continue;
    }
    if (std::ranges::find(fields, *found) == fields.end()) fields.push_back(*found);
    used.push_back({given.name, *found});
  }
  has_fields = true;
}

void ListReading::read_includes(const RawParameter& given) {
  const std::vector<Include>& known = schema_.includes;
  const std::vector<std::string> names = listed(given);
  if (has_empty_entry(given, names)) return;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(known, name, &Include::name);
    if (found == known.end()) {
      refuse(given.name, errors::invalid_parameter,
             "Expected one or more of " +
                 joined(known, [](const Include& include) { return include.name; }) + ".");
      return;
    }
    auto& chosen = list.shape.includes;
    if (std::ranges::find(chosen, name, &Include::name) == chosen.end()) chosen.push_back(*found);
  }
}

void ListReading::read_total(const RawParameter& given) {
  const std::string& text = given.values.front();
  if (text != "exact" && text != "none")
    refuse(given.name, errors::invalid_parameter, "Expected exact or none.");
  list.total = text == "none" ? TotalWanted::none : TotalWanted::exact;
}

bool ListReading::read_flag(const RawParameter& given) {
  const auto flag = parse_flag(given.values.front());
  if (!flag) refuse(given.name, errors::invalid_parameter, "Expected true or false.");
  return flag.value_or(false);
}

// The condition that the value stands for. A flag that is false is as if it were not there.
void ListReading::read_named(const NamedFilter& filter, const RawParameter& given) {
  if (filter.is_flag() && !read_flag(given)) return;
  const std::string& value = filter.is_flag() ? filter.choices.front().value : given.values.front();
  const auto choice = std::ranges::find(filter.choices, value, &NamedFilter::Choice::value);
  if (choice == filter.choices.end()) {
    refuse(given.name, errors::invalid_enum,
           "Expected one of " +
               joined(filter.choices, [](const auto& known) { return known.value; }) + ".");
    return;
  }
  list.query.where.push_back({choice->field, choice->op, {choice->bound}});
  used.push_back({given.name, choice->field});
  list.filtered = true;
}

void ListReading::read_deleted(const RawParameter& given) {
  const std::string& text = given.values.front();
  if (text != "IncludeDeleted" && text != "ExcludeDeleted" && text != "DeletedOnly")
    refuse(given.name, errors::invalid_enum,
           "Expected IncludeDeleted, ExcludeDeleted or DeletedOnly.");
  hidden = text != "ExcludeDeleted";
  if (text != "DeletedOnly") return;
  omitted = true;
  const Field& deleted = resource_.fields[static_cast<std::size_t>(resource_.deleted_date_field)];
  list.query.where.push_back({&deleted, FilterOp::is_null, {Value{std::int64_t{0}}}});
  list.filtered = true;
}

}  // namespace vip
