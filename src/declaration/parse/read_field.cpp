// One field of a declaration: its keywords into a Field.
//
// Why the type comes first: every other keyword is checked against it, and a default or an example
// is read by it. What needs other fields or other files (references, copies) is left as a name for
// resolving, and so are the keywords that have a file of their own (declaration/keyword.h).
#include "declaration/parse/read_field.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/decimal.h"
#include "declaration/ast/literal.h"
#include "declaration/parse/field_keywords.h"
#include "schema/value_json.h"

namespace vip {
namespace {

constexpr std::int64_t kLongestText = 1'000'000;

void read_members(ReadField& read, const Mapping& keywords, const KeywordRegistry& registry);

void read_enum(Field& field, const Mapping& keywords) {
  field.type = FieldType::enumeration;
  field.enum_values = keywords.texts("enum");
  const auto& all = field.enum_values;
  for (auto value = all.begin(); value != all.end(); ++value) {
    if (std::find(all.begin(), value, *value) == value) continue;
    keywords.errors().add(keywords.line_of("enum"),
                          fmt::format("{}: enum has \"{}\" twice", keywords.what(), *value));
  }
}

// Gives the field its type, from `type` or from the keyword that implies one; else it is that of a
// copy's source.
void read_type(ReadField& read, const Mapping& keywords, const KeywordRegistry& registry) {
  Field& field = read.field;
  const std::string name = keywords.text("type");
  const auto type = type_named(name);
  if (!name.empty() && !type) {
    keywords.errors().add(keywords.line_of("type"),
                          fmt::format("{}: unknown type \"{}\"{}", keywords.what(), name,
                                      suggestion(name, type_names())));
  }
  if (type) field.type = *type;
  if (keywords.has("enum") && (name.empty() || name == "string")) {
    read_enum(field, keywords);
  } else if (name.empty() && keywords.has("references")) {
    field.type = FieldType::uuid;
  } else if (name.empty() && keywords.text("denormalized-from") == "modified") {
    field.type = FieldType::date_time;
  } else if (name.empty() && keywords.has("denormalized-from")) {
    read.ast.typed = false;
    return;
  } else if (name.empty()) {
    keywords.errors().add(keywords.line(), keywords.what() + ": the keyword \"type\" is missing");
  }
  if (field.type == FieldType::object) read_members(read, keywords, registry);
}

void read_bounds(Field& field, const Mapping& keywords, const KeywordRegistry& registry);
void read_references(Field& field, const Mapping& keywords);
void read_examples(Field& field, const Mapping& keywords);

// A member of an object, or the items of a list.
ReadField read_part(const Mapping::Entry& declared, const ErrorSink& errors, std::string what,
                    const KeywordRegistry& registry) {
  Mapping part{declared, errors, std::move(what)};
  part.accept(member_keywords(registry));
  ReadField read;
  Field& field = read.field;
  field.name = declared.name;
  read.ast.line = declared.line;
  read.ast.what = part.what();
  read.ast.keywords = part.entries();
  read_type(read, part, registry);
  field.description = part.text("description");
  field.required = part.flag("required");
  field.nullable = part.flag("nullable", !field.required);
  read_references(field, part);
  read_bounds(field, part, registry);
  read_examples(field, part);
  return read;
}

void read_members(ReadField& read, const Mapping& keywords, const KeywordRegistry& registry) {
  const bool list = keywords.text("type") == "array";
  const std::string_view keyword = list ? "items" : "properties";
  const std::string_view other = list ? "properties" : "items";
  if (keywords.has(other)) {
    keywords.errors().add(keywords.line_of(other),
                          fmt::format("{}: {} is described by \"{}\"", keywords.what(),
                                      list ? "an array" : "an object", keyword));
  }
  const Mapping::Entry* parts = keywords.find(keyword);
  if (parts == nullptr) {
    keywords.errors().add(keywords.line(), fmt::format("{}: the keyword \"{}\" is missing",
                                                       keywords.what(), keyword));
    return;
  }
  if (list) {
    ReadField item = read_part(*parts, keywords.errors(), keywords.what() + "/items", registry);
    item.field.name.clear();
    read.field.items.push_back(std::move(item.field));
    read.ast.items.push_back(std::move(item.ast));
    return;
  }
  const Mapping members{*parts, keywords.errors(), keywords.what() + "/properties"};
  for (const Mapping::Entry& declared : members.entries()) {
    const std::string what = keywords.what() + "/" + declared.name;
    if (!is_kebab_case(declared.name)) {
      keywords.errors().add(declared.line, what + ": expected lower-case words joined by dashes");
    }
    ReadField member = read_part(declared, keywords.errors(), what, registry);
    read.field.members.push_back(std::move(member.field));
    read.ast.members.push_back(std::move(member.ast));
  }
}

std::optional<std::int64_t> read_limit(std::string_view keyword, const Field& field,
                                       const Mapping& keywords) {
  const std::string text = keywords.text(keyword);
  if (text.empty()) return std::nullopt;
  const auto number = parse_decimal(text, field.type == FieldType::decimal ? field.scale : 0);
  if (number) return *number;
  keywords.errors().add(keywords.line_of(keyword),
                        fmt::format("{}: {} expects a number with at most {} decimals",
                                    keywords.what(), keyword, field.scale));
  return std::nullopt;
}

void read_format(Field& field, const Mapping& keywords) {
  const std::string name = keywords.text("format");
  if (name.empty()) return;
  if (const auto format = format_named(name)) {
    field.format = *format;
    return;
  }
  keywords.errors().add(keywords.line_of("format"),
                        fmt::format("{}: unknown format \"{}\"{}", keywords.what(), name,
                                    suggestion(name, format_names())));
}

void read_bounds(Field& field, const Mapping& keywords, const KeywordRegistry& registry) {
  for (const Mapping::Entry& entry : keywords.entries()) {
    if (applies(entry.name, field, registry)) continue;
    keywords.errors().add(
        entry.line, fmt::format("{}: {} does not apply to type {}", keywords.what(), entry.name,
                                name_of(field.type)));
  }
  if (const auto least = keywords.integer("minLength", 1, kLongestText)) {
    field.min_length = static_cast<std::size_t>(*least);
  }
  if (const auto most = keywords.integer("maxLength", 1, kLongestText)) {
    field.max_length = static_cast<std::size_t>(*most);
  }
  if (field.min_length > field.max_length) {
    keywords.errors().add(
        keywords.line_of("minLength"),
        fmt::format("{}: minLength is above maxLength ({})", keywords.what(), field.max_length));
  }
  if (const auto most = keywords.integer("maxItems", 1, 10'000)) {
    field.max_items = static_cast<std::size_t>(*most);
  }
  // What has to be there has to say something.
  if (keywords.flag("required") || keywords.has("required-when")) field.min_items = 1;
  field.scale = static_cast<int>(keywords.integer("scale", 0, 8).value_or(0));
  field.minimum = read_limit("minimum", field, keywords);
  field.maximum = read_limit("maximum", field, keywords);
  if (field.minimum && field.maximum && *field.minimum > *field.maximum) {
    keywords.errors().add(keywords.line_of("minimum"),
                          keywords.what() + ": minimum is above maximum");
  }
  field.multiline = keywords.flag("multiline");
  read_format(field, keywords);
}

void read_examples(Field& field, const Mapping& keywords) {
  const Mapping::Entry* examples = keywords.find("examples");
  if (examples == nullptr) return;
  if (!examples->value->is_list()) {
    keywords.errors().add(examples->line,
                          keywords.what() + ": examples expects a list in brackets");
    return;
  }
  for (const AstNode& example : examples->value->items) {
    const auto value =
        read_literal(example, field, keywords.errors(), keywords.what() + ": example");
    if (value) field.examples.push_back(json_of(field, *value));
  }
}

void read_default(Field& field, const Mapping& keywords) {
  const Mapping::Entry* entry = keywords.find("default");
  if (entry == nullptr) {
    // A flag that nobody sets is off; a flag that may be unknown, or must be answered, has no
    // default.
    const bool may_be_null = keywords.flag("nullable") || keywords.flag("required");
    if (field.type != FieldType::boolean || may_be_null || keywords.has("denormalized-from"))
      return;
    field.default_kind = DefaultKind::literal;
    field.default_value = std::int64_t{0};
    return;
  }
  const std::string& text = entry->value->text;
  if (field.type == FieldType::date_time && text == "now") {
    field.default_kind = DefaultKind::now;
  } else if (field.type == FieldType::date && text == "today") {
    field.default_kind = DefaultKind::today;
  } else if (field.format == TextFormat::currency && text == "tenant-currency") {
    field.default_kind = DefaultKind::tenant_currency;
  } else if (const auto value = read_literal(*entry->value, field, keywords.errors(),
                                             keywords.what() + ": default")) {
    field.default_kind = DefaultKind::literal;
    field.default_value = *value;
  }
}

// One resource, or a list of those among which the id is looked for.
void read_references(Field& field, const Mapping& keywords) {
  const Mapping::Entry* entry = keywords.find("references");
  if (entry == nullptr) return;
  if (!entry->value->is_list()) {
    field.references = keywords.text("references");
    return;
  }
  field.any_of = keywords.texts("references");
  if (field.any_of.size() < 2) {
    keywords.errors().add(entry->line, keywords.what() +
                                           ": references expects one resource, or two and "
                                           "more in brackets");
  }
  field.references = field.any_of.empty() ? "" : field.any_of.front();
}

void read_flags(Field& field, const Mapping& keywords) {
  field.description = keywords.text("description");
  field.required = keywords.flag("required");
  field.pii = keywords.flag("pii");
  field.read_only = keywords.flag("read-only");
  field.immutable = keywords.flag("immutable");
  field.hidden = keywords.flag("hidden");
  field.create_only = keywords.flag("create-only");
  field.unique = keywords.flag("unique");
  field.sequence = keywords.flag("sequence");
  field.sort_numeric = keywords.flag("sort-numeric") || field.sequence;
  field.create_as = keywords.kebab_name("create-as", false);
  field.filter_as = keywords.kebab_name("filter-as", false);
  field.opt_in_parameter = keywords.kebab_name("opt-in-parameter", false);
  field.filter_not = keywords.kebab_name("filter-not", false);
  field.return_on_create = keywords.flag("return-on-create");
  read_references(field, keywords);
  if (field.sequence) {
    field.format = TextFormat::digits;
    field.unique = true;
  }
  // Nobody sends what the platform makes.
  if (field.sequence || keywords.has("denormalized-from")) field.read_only = true;
}

std::optional<std::uint16_t> read_filters(const Mapping& keywords) {
  const Mapping::Entry* entry = keywords.find("filter");
  if (entry == nullptr) return std::nullopt;
  if (entry->value->is_scalar() && entry->value->text == "false") return std::uint16_t{0};
  if (!entry->value->is_list()) {
    keywords.errors().add(
        entry->line,
        keywords.what() + ": filter expects a list of operators in brackets, or false");
    return std::nullopt;
  }
  int bits = 0;
  for (const std::string& name : keywords.texts("filter")) {
    if (const auto op = filter_named(name)) {
      bits |= bit(*op);
    } else {
      keywords.errors().add(entry->line,
                            fmt::format("{}: unknown operator \"{}\"{}", keywords.what(), name,
                                        suggestion(name, filter_names())));
    }
  }
  return static_cast<std::uint16_t>(bits);
}

FieldAst read_ast(const Mapping::Entry& declared, const Mapping& keywords) {
  FieldAst ast;
  ast.line = declared.line;
  ast.what = keywords.what();
  ast.keywords = keywords.entries();
  ast.sized = keywords.has("maxLength") || keywords.has("scale");
  ast.filters = read_filters(keywords);
  ast.sortable = keywords.optional_flag("sort");
  ast.searched = keywords.optional_flag("search");
  ast.nullable = keywords.optional_flag("nullable");
  ast.denormalized_from = keywords.text("denormalized-from");
  return ast;
}

}  // namespace

ReadField read_field(const Mapping::Entry& declared, const ErrorSink& errors,
                     const KeywordRegistry& registry) {
  Mapping keywords{declared, errors, "field " + declared.name};
  keywords.accept(field_keywords(registry));
  ReadField read;
  read.field.name = declared.name;
  if (!declared.value->is_map()) {
    read.ast.line = declared.line;
    return read;
  }
  if (!is_kebab_case(declared.name)) {
    errors.add(declared.line, keywords.what() + ": expected lower-case words joined by dashes");
  }
  read.ast = read_ast(declared, keywords);
  read_type(read, keywords, registry);
  read_flags(read.field, keywords);
  if (read.ast.typed) read_bounds(read.field, keywords, registry);
  if (read.field.sequence) read.field.format = TextFormat::digits;
  read_examples(read.field, keywords);
  read_default(read.field, keywords);
  for (const Mapping::Entry& entry : keywords.entries())
    if (const Keyword* keyword = registry.find(entry.name); keyword && keyword->shape)
      keyword->shape(read.field, read.ast);
  return read;
}

}  // namespace vip
