// One field of a declaration: its words into a Field.
//
// Why the type comes first: every other word is checked against it, and a default or an example is
// read by it. What needs other fields or other files (references, copies, conditions) is left as a
// name for resolving.
#include "declaration/parse/read_field.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/decimal.h"
#include "declaration/parse/field_keywords.h"
#include "declaration/parse/literal.h"
#include "declaration/parse/read_aggregate.h"
#include "declaration/parse/read_constraints.h"
#include "schema/value_json.h"

namespace vip {
namespace {

constexpr std::int64_t kLongestText = 1'000'000;

void read_members(Field& field, const Mapping& words);

void read_enum(Field& field, const Mapping& words) {
  field.type = FieldType::enumeration;
  field.enum_values = words.texts("enum");
  const auto& all = field.enum_values;
  for (auto value = all.begin(); value != all.end(); ++value) {
    if (std::find(all.begin(), value, *value) == value) continue;
    words.errors().add(words.line_of_word("enum"),
                       fmt::format("{}: enum has \"{}\" twice", words.what(), *value));
  }
}

// Gives the field its type, from `type` or from the word that implies one. False: it is that of a
// copy's source.
bool read_type(Field& field, const Mapping& words) {
  const std::string name = words.text("type");
  const auto type = type_named(name);
  if (!name.empty() && !type) {
    words.errors().add(words.line_of_word("type"),
                       fmt::format("{}: unknown type \"{}\"{}", words.what(), name,
                                   suggestion(name, type_names())));
  }
  if (type) field.type = *type;
  if (words.has("enum") && (name.empty() || name == "string")) {
    read_enum(field, words);
  } else if (name.empty() && words.has("references")) {
    field.type = FieldType::uuid;
  } else if (name.empty() && words.text("denormalized-from") == "modified") {
    field.type = FieldType::date_time;
  } else if (name.empty() && words.has("denormalized-from")) {
    return false;
  } else if (name.empty()) {
    words.errors().add(words.line(), words.what() + ": the keyword \"type\" is missing");
  }
  if (field.type == FieldType::object) read_members(field, words);
  return true;
}

void read_bounds(Field& field, const Mapping& words);
void read_references(Field& field, const Mapping& words);
void read_examples(Field& field, const Mapping& words);

// A member of an object, or the items of a list.
Field read_part(const Mapping::Word& declared, const ErrorSink& errors, std::string what) {
  Mapping part{declared, errors, std::move(what)};
  part.only(member_words());
  Field field;
  field.name = declared.name;
  read_type(field, part);
  field.description = part.text("description");
  field.required = part.flag("required");
  field.nullable = part.flag("nullable", !field.required);
  read_references(field, part);
  read_reference_constraints(field, part);
  read_bounds(field, part);
  read_examples(field, part);
  return field;
}

void read_members(Field& field, const Mapping& words) {
  const bool list = words.text("type") == "array";
  const std::string_view word = list ? "items" : "properties";
  const std::string_view other = list ? "properties" : "items";
  if (words.has(other)) {
    words.errors().add(words.line_of_word(other),
                       fmt::format("{}: {} is described by \"{}\"", words.what(),
                                   list ? "an array" : "an object", word));
  }
  const Mapping::Word* parts = words.find(word);
  if (parts == nullptr) {
    words.errors().add(words.line(),
                       fmt::format("{}: the keyword \"{}\" is missing", words.what(), word));
    return;
  }
  if (list) {
    field.items.push_back(read_part(*parts, words.errors(), words.what() + "/items"));
    field.items.front().name.clear();
    return;
  }
  const Mapping members{*parts, words.errors(), words.what() + "/properties"};
  for (const Mapping::Word& member : members.words()) {
    const std::string what = words.what() + "/" + member.name;
    if (!is_kebab_case(member.name)) {
      words.errors().add(member.line, what + ": expected lower-case words joined by dashes");
    }
    field.members.push_back(read_part(member, words.errors(), what));
  }
}

std::optional<std::int64_t> read_limit(std::string_view word, const Field& field,
                                       const Mapping& words) {
  const std::string text = words.text(word);
  if (text.empty()) return std::nullopt;
  const auto number = parse_decimal(text, field.type == FieldType::decimal ? field.scale : 0);
  if (number) return *number;
  words.errors().add(words.line_of_word(word),
                     fmt::format("{}: {} expects a number with at most {} decimals", words.what(),
                                 word, field.scale));
  return std::nullopt;
}

void read_format(Field& field, const Mapping& words) {
  const std::string name = words.text("format");
  if (name.empty()) return;
  if (const auto format = format_named(name)) {
    field.format = *format;
    return;
  }
  words.errors().add(words.line_of_word("format"),
                     fmt::format("{}: unknown format \"{}\"{}", words.what(), name,
                                 suggestion(name, format_names())));
}

void read_bounds(Field& field, const Mapping& words) {
  for (const Mapping::Word& word : words.words()) {
    if (applies(word.name, field)) continue;
    words.errors().add(word.line, fmt::format("{}: {} does not apply to type {}", words.what(),
                                              word.name, name_of(field.type)));
  }
  if (const auto least = words.integer("minLength", 1, kLongestText)) {
    field.min_length = static_cast<std::size_t>(*least);
  }
  if (const auto most = words.integer("maxLength", 1, kLongestText)) {
    field.max_length = static_cast<std::size_t>(*most);
  }
  if (field.min_length > field.max_length) {
    words.errors().add(
        words.line_of_word("minLength"),
        fmt::format("{}: minLength is above maxLength ({})", words.what(), field.max_length));
  }
  if (const auto most = words.integer("maxItems", 1, 10'000)) {
    field.max_items = static_cast<std::size_t>(*most);
  }
  field.scale = static_cast<int>(words.integer("scale", 0, 8).value_or(0));
  field.minimum = read_limit("minimum", field, words);
  field.maximum = read_limit("maximum", field, words);
  if (field.minimum && field.maximum && *field.minimum > *field.maximum) {
    words.errors().add(words.line_of_word("minimum"), words.what() + ": minimum is above maximum");
  }
  field.multiline = words.flag("multiline");
  read_format(field, words);
}

void read_examples(Field& field, const Mapping& words) {
  const Mapping::Word* examples = words.find("examples");
  if (examples == nullptr) return;
  if (!examples->value.IsSequence()) {
    words.errors().add(examples->line, words.what() + ": examples expects a list in brackets");
    return;
  }
  for (const auto& example : examples->value) {
    const auto value = read_literal(example, field, words.errors(), words.what() + ": example");
    if (value) field.examples.push_back(json_of(field, *value));
  }
}

void read_default(Field& field, const Mapping& words) {
  const Mapping::Word* word = words.find("default");
  if (word == nullptr) {
    if (words.has("aggregate")) {
      field.default_kind = DefaultKind::literal;
      field.default_value = std::int64_t{0};
    }
    // A flag that nobody sets is off; only a flag that may be unknown, or must be answered, has no
    // default.
    const bool may_be_null =
        words.flag("nullable") || words.flag("required") || words.has("default-from");
    if (field.type != FieldType::boolean || may_be_null || words.has("denormalized-from")) return;
    field.default_kind = DefaultKind::literal;
    field.default_value = std::int64_t{0};
    return;
  }
  const std::string text = word->value.IsScalar() ? word->value.Scalar() : "";
  if (field.type == FieldType::date_time && text == "now") {
    field.default_kind = DefaultKind::now;
  } else if (field.type == FieldType::date && text == "today") {
    field.default_kind = DefaultKind::today;
  } else if (field.format == TextFormat::currency && text == "tenant-currency") {
    field.default_kind = DefaultKind::tenant_currency;
  } else if (const auto value =
                 read_literal(word->value, field, words.errors(), words.what() + ": default")) {
    field.default_kind = DefaultKind::literal;
    field.default_value = *value;
  }
}

// {field, equals} or {field, given: true}; what `equals` asks for is kept as it is written.
FieldCondition read_condition(const Mapping& parts, std::optional<YAML::Node>& values) {
  FieldCondition condition{parts.required_text("field")};
  const Mapping::Word* equals = parts.find("equals");
  if (equals != nullptr) values.emplace(equals->value);
  if ((equals != nullptr) == parts.flag("present"))
    parts.errors().add(parts.line(), parts.what() +
                                         ": what is asked of the field? \"equals: \" a value, "
                                         "several in brackets or null, or \"present: true\"");
  return condition;
}

void read_conditions(ReadField& read, const Mapping& words) {
  if (const Mapping::Word* word = words.find("required-when")) {
    Mapping parts{*word, words.errors(), words.what() + ": required-when"};
    parts.only({"field", "equals", "present"});
    read.field.required_when = read_condition(parts, read.notes.required_values);
  }
  if (const Mapping::Word* word = words.find("allowed-when")) {
    Mapping parts{*word, words.errors(), words.what() + ": allowed-when"};
    parts.only({"field", "equals", "present", "code", "detail"});
    read.field.allowed_when = {read_condition(parts, read.notes.only_values),
                               read_error_code(parts).value_or(errors::not_applicable),
                               parts.text("detail")};
  }
}

// One resource, or a list of those among which the id is looked for.
void read_references(Field& field, const Mapping& words) {
  const Mapping::Word* word = words.find("references");
  if (word == nullptr) return;
  if (!word->value.IsSequence()) {
    field.references = words.text("references");
    return;
  }
  field.any_of = words.texts("references");
  if (field.any_of.size() < 2) {
    words.errors().add(word->line, words.what() +
                                       ": references expects one resource, or two and "
                                       "more in brackets");
  }
  field.references = field.any_of.empty() ? "" : field.any_of.front();
}

void read_flags(Field& field, const Mapping& words) {
  field.description = words.text("description");
  field.required = words.flag("required");
  field.pii = words.flag("pii");
  field.read_only = words.flag("read-only");
  field.immutable = words.flag("immutable");
  field.hidden = words.flag("hidden");
  field.create_only = words.flag("create-only");
  field.unique = words.flag("unique");
  field.exclusive = words.flag("exclusive");
  field.sequence = words.flag("sequence");
  field.sort_numeric = words.flag("sort-numeric") || field.sequence;
  field.create_as = words.word("create-as", false);
  field.filter_as = words.word("filter-as", false);
  field.opt_in_parameter = words.word("opt-in-parameter", false);
  field.filter_not = words.word("filter-not", false);
  field.return_on_create = words.flag("return-on-create");
  read_references(field, words);
  field.denormalized_from = words.text("denormalized-from");
  if (field.sequence) {
    field.format = TextFormat::digits;
    field.unique = true;
  }
  // Nobody sends what the platform makes.
  if (field.sequence || !field.denormalized_from.empty() || words.has("template") ||
      words.has("aggregate"))
    field.read_only = true;
}

std::optional<std::uint16_t> read_filters(const Mapping& words) {
  const Mapping::Word* word = words.find("filter");
  if (word == nullptr) return std::nullopt;
  if (word->value.IsScalar() && word->value.Scalar() == "false") return std::uint16_t{0};
  if (!word->value.IsSequence()) {
    words.errors().add(word->line,
                       words.what() + ": filter expects a list of operators in brackets, or false");
    return std::nullopt;
  }
  int bits = 0;
  for (const std::string& name : words.texts("filter")) {
    if (const auto op = filter_named(name)) {
      bits |= bit(*op);
    } else {
      words.errors().add(word->line, fmt::format("{}: unknown operator \"{}\"{}", words.what(),
                                                 name, suggestion(name, filter_names())));
    }
  }
  return static_cast<std::uint16_t>(bits);
}

SourceMap read_notes(const Mapping::Word& declared, const Mapping& words) {
  SourceMap notes;
  notes.line = declared.line;
  for (const Mapping::Word& word : words.words()) notes.word_lines[word.name] = word.line;
  notes.sized = words.has("maxLength") || words.has("scale");
  notes.filters = read_filters(words);
  notes.sortable = words.optional_flag("sort");
  notes.searched = words.optional_flag("search");
  notes.nullable = words.optional_flag("nullable");
  return notes;
}

}  // namespace

ReadField read_field(const Mapping::Word& declared, const ErrorSink& errors) {
  Mapping words{declared, errors, "field " + declared.name};
  words.only(field_keywords());
  ReadField read;
  read.field.name = declared.name;
  if (!declared.value.IsMap()) {
    read.notes.line = declared.line;
    return read;
  }
  if (!is_kebab_case(declared.name)) {
    errors.add(declared.line, words.what() + ": expected lower-case words joined by dashes");
  }
  read.notes = read_notes(declared, words);
  read.notes.typed = read_type(read.field, words);
  read_flags(read.field, words);
  if (read.notes.typed) read_bounds(read.field, words);
  if (read.field.sequence) read.field.format = TextFormat::digits;
  read_examples(read.field, words);
  read_default(read.field, words);
  read_conditions(read, words);
  read_constraints(read.field, words);
  read_aggregate(read.field, read.notes, words);
  return read;
}

}  // namespace vip
