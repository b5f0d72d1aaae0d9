#include "openapi/name_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "openapi/names.h"
#include "schema/action.h"
#include "schema/routes.h"

namespace vip::openapi {
namespace {

// In alphabetical order. java.lang and java.util; the globals of JavaScript and of browsers;
// Python's built-in classes and typing; System, its Threading.Tasks and Collections.Generic of
// .NET; Rust's prelude; and what generated clients have of their own.
constexpr std::array<std::string_view, 112> kReserved{
    "Action",      "Any",       "ApiClient",     "ApiException", "Array",     "Attr",
    "Attribute",   "Blob",      "Boolean",       "Box",          "Buffer",    "Byte",
    "Bytes",       "Cache",     "Character",     "Class",        "Client",    "Clone",
    "Collection",  "Comment",   "Configuration", "Console",      "Copy",      "Date",
    "DateTime",    "Decimal",   "Default",       "Delegate",     "Dict",      "Dictionary",
    "Document",    "Documents", "Double",        "Drop",         "Element",   "Enum",
    "Environment", "Err",       "Error",         "Event",        "Exception", "File",
    "Float",       "Function",  "Guid",          "Headers",      "History",   "Image",
    "Index",       "Integer",   "Iterable",      "Iterator",     "Json",      "List",
    "Location",    "Long",      "Map",           "Math",         "Model",     "Module",
    "Node",        "None",      "Notification",  "Null",         "Number",    "Object",
    "Ok",          "Option",    "Optional",      "Override",     "Package",   "Plugin",
    "Process",     "Promise",   "Property",      "Proxy",        "Random",    "Range",
    "Record",      "Request",   "Response",      "Result",       "Runtime",   "Screen",
    "Send",        "Sequence",  "Set",           "Short",        "Some",      "Stream",
    "String",      "Symbol",    "Sync",          "System",       "Table",     "Task",
    "Text",        "Thread",    "Time",          "Timer",        "Tuple",     "Type",
    "Undefined",   "Union",     "Unit",          "Uri",          "Url",       "Uuid",
    "Vec",         "Version",   "Void",          "Warning"};

constexpr std::array<std::string_view, 16> kVerbs{
    "check", "create", "delete", "download",  "end",     "import",   "list",   "quote",
    "read",  "report", "search", "summarize", "suspend", "transfer", "update", "upload"};

std::string first_word(std::string_view camel_case) {
  const auto end =
      std::ranges::find_if(camel_case, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
  return {camel_case.begin(), end};
}

// "Documents", "Document" and "document" are one: "document".
std::string folded(std::string_view tag) {
  std::string out;
  for (const char letter : tag)
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  for (const std::string_view ending : {"ies", "es", "s"}) {
    if (!out.ends_with(ending)) continue;
    out.resize(out.size() - ending.size());
    if (ending == "ies") out += 'y';
    break;
  }
  return out;
}

class Faults {
 public:
  void add(const std::string& file, std::string message) {
    faults_.push_back({file, std::move(message)});
  }
  void check_schema(const std::string& file, const std::string& name) {
    if (is_reserved(name))
      add(file, "title: schemas would be called " + name +
                    ", a type of a language or of generated clients; say schema-name");
  }
  void check_tag(const std::string& file, const std::string& tag) {
    const auto [entry, added] = tags_.try_emplace(folded(tag), tag);
    if (!added && entry->second != tag)
      add(file, "tag: \"" + tag + "\" and \"" + entry->second + "\" are too much alike");
  }
  void check_operation(const std::string& file, const std::string& id) {
    if (!begins_with_verb(id))
      add(file, "operation-id: \"" + id + "\" does not begin with a known verb");
    const auto [entry, added] = operations_.try_emplace(id, file);
    if (!added) add(file, "operation-id: \"" + id + "\" is one of " + entry->second + " too");
  }
  void next_domain() { tags_.clear(); }
  std::vector<NameFault> take() { return std::move(faults_); }

 private:
  std::vector<NameFault> faults_;
  std::map<std::string, std::string> tags_, operations_;
};

}  // namespace

bool is_reserved(std::string_view name) { return std::ranges::binary_search(kReserved, name); }

bool begins_with_verb(std::string_view operation_id) {
  const std::string verb = first_word(operation_id);
  return verb.size() < operation_id.size() && std::ranges::binary_search(kVerbs, verb);
}

std::vector<NameFault> name_faults(const Catalogue& catalogue) {
  Faults faults;
  for (const auto& domain : catalogue.domains) {
    faults.next_domain();
    for (const auto& resource : domain->resources) {
      faults.check_schema(resource->file, schema_name(*resource));
      if (!routes_of(*resource).empty()) faults.check_tag(resource->file, tag_of(*resource));
    }
    for (const auto& action : domain->actions) faults.check_tag(action->file, tag_of(*action));
    for (const Route& route : routes_of(*domain))
      faults.check_operation(route.action != nullptr ? route.action->file : route.resource->file,
                             operation_id(route));
  }
  return faults.take();
}

}  // namespace vip::openapi
