#include "openapi/postman.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include "core/uuid.h"

namespace vip::openapi {
namespace {

constexpr std::array<std::string_view, 4> kMethods{"get", "post", "patch", "delete"};
constexpr const char* kSchema =
    "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

Node key_value(std::string_view key, std::string_view value) {
  return object({{"key", text(key)}, {"value", text(value)}});
}

Node variable(std::string_view key, std::string_view value, std::string_view description) {
  return object({{"key", text(key)}, {"value", text(value)}, {"description", text(description)}});
}

std::string text_of(const Node& node, std::string_view member) {
  const Node* found = node.find(member);
  return found == nullptr ? std::string{} : found->text;
}

class Collection {
 public:
  Collection(const Node& document, const std::string& base) : document_{document}, base_{base} {}

  Node make() {
    for (const Node& tag : document_.find("tags")->items)
      folders_.push_back(object({{"name", text(text_of(tag, "name"))},
                                 {"description", text(text_of(tag, "description"))},
                                 {"item", array({})}}));
    for (const auto& [path, item] : document_.find("paths")->members)
      for (const std::string_view method : kMethods)
        if (const Node* operation = item.find(method)) add(path, item, method, *operation);
    const Node& info = *document_.find("info");
    const std::string title = text_of(info, "title");
    return object(
        {{"info", object({{"_postman_id", text(to_string(make_uuid_v5("postman/" + title)))},
                          {"name", text(title + " " + text_of(info, "version"))},
                          {"description", text(text_of(info, "description"))},
                          {"schema", text(kSchema)}})},
         {"auth", auth()},
         {"variable", variables()},
         {"item", array(std::move(folders_))}});
  }

 private:
  const Node& resolved(const Node& node) const {
    const Node* found = &node;
    while (const Node* reference = found->find("$ref")) {
      const std::string place = reference->text.substr(std::string_view("#/components/").size());
      const std::size_t slash = place.find('/');
      found =
          document_.find("components")->find(place.substr(0, slash))->find(place.substr(slash + 1));
    }
    return *found;
  }

  static Node auth() {
    const auto entry = [](std::string_view key, std::string_view value) {
      return object({{"key", text(key)}, {"value", text(value)}, {"type", text("string")}});
    };
    return object(
        {{"type", text("oauth2")},
         {"oauth2",
          array({entry("grant_type", "client_credentials"),
                 entry("accessTokenUrl", "{{base-url}}/oauth/token"),
                 entry("clientId", "{{client-id}}"), entry("clientSecret", "{{client-secret}}"),
                 entry("client_authentication", "header"), entry("addTokenTo", "header")})}});
  }

  Node variables() const {
    return array({variable("base-url", base_, "Where the API is."),
                  variable("client-id", "", "The key of your client."),
                  variable("client-secret", "", "Its secret. Keep it in a vault or environment."),
                  variable("tenant-id", "", "The tenant of the calls.")});
  }

  Node url(const std::string& path, const std::vector<const Node*>& parameters) const {
    const std::string server = text_of(document_.find("servers")->items.front(), "url");
    const std::string place = server.substr(base_.size() + 1);  // "contact-management/v1/api"
    std::string written;
    Node variables = array({});
    for (const char letter : path) {
      if (letter == '{') written += ':';
      if (letter != '{' && letter != '}') written += letter;
    }
    Node query = array({});
    for (const Node* parameter : parameters) {
      const std::string in = text_of(*parameter, "in");
      if (in == "path") variables.items.push_back(key_value(text_of(*parameter, "name"), ""));
      if (in != "query") continue;
      Node entry = key_value(text_of(*parameter, "name"), "");
      set(entry, "description", text(text_of(*parameter, "description")));
      set(entry, "disabled", boolean(parameter->find("required") == nullptr));
      query.items.push_back(std::move(entry));
    }
    Node segments = array({});
    const std::string whole = place + written;
    for (std::size_t begin = 0; begin < whole.size();) {
      const std::size_t end = std::min(whole.find('/', begin), whole.size());
      segments.items.push_back(text(whole.substr(begin, end - begin)));
      begin = end + 1;
    }
    Node out = object({{"raw", text("{{base-url}}/" + whole)},
                       {"host", array({text("{{base-url}}")})},
                       {"path", std::move(segments)}});
    if (!query.items.empty()) set(out, "query", std::move(query));
    if (!variables.items.empty()) set(out, "variable", std::move(variables));
    return out;
  }

  Node body(const std::string& type, const Node& media) const {
    if (type == "multipart/form-data") {
      Node parts = array({});
      for (const auto& [name, schema] :
           resolved(*media.find("schema")).find("properties")->members) {
        const bool file = text_of(schema, "format") == "binary";
        Node part = object({{"key", text(name)}, {"type", text(file ? "file" : "text")}});
        if (!file) set(part, "value", text(""));
        if (!file) set(part, "disabled", boolean(true));
        parts.items.push_back(std::move(part));
      }
      return object({{"mode", text("formdata")}, {"formdata", std::move(parts)}});
    }
    const Node* example = media.find("example");
    return object({{"mode", text("raw")},
                   {"raw", text(example == nullptr ? "{}" : json::to_string(*example))},
                   {"options", object({{"raw", object({{"language", text("json")}})}})}});
  }

  void add(const std::string& path, const Node& item, std::string_view method,
           const Node& operation) {
    std::vector<const Node*> parameters;
    for (const Node* list : {item.find("parameters"), operation.find("parameters")})
      if (list != nullptr)
        for (const Node& parameter : list->items) parameters.push_back(&resolved(parameter));
    Node headers = array({});
    for (const Node* parameter : parameters) {
      if (text_of(*parameter, "in") != "header") continue;
      const std::string name = text_of(*parameter, "name");
      Node entry = key_value(name, name == "Tenant-Id" ? "{{tenant-id}}" : "");
      set(entry, "disabled", boolean(parameter->find("required") == nullptr));
      headers.items.push_back(std::move(entry));
    }
    std::string verb(method);
    for (char& letter : verb) letter = static_cast<char>(letter - 'a' + 'A');
    Node request = object({{"method", text(verb)}});
    if (const Node* sent = operation.find("requestBody")) {
      const auto& content = sent->find("content")->members;
      const auto shown = std::ranges::find_if(
          content, [](const Member& one) { return one.second.find("example") != nullptr; });
      const auto& [type, media] = shown == content.end() ? content.front() : *shown;
      // A form's type has a boundary, which Postman adds.
      if (type != "multipart/form-data") headers.items.push_back(key_value("Content-Type", type));
      set(request, "body", body(type, media));
    }
    set(request, "header", std::move(headers));
    set(request, "url", url(path, parameters));
    set(request, "description", text(text_of(operation, "description")));
    folder_of(operation).items.push_back(object({{"name", text(text_of(operation, "summary"))},
                                                 {"request", std::move(request)},
                                                 {"response", array({})}}));
  }

  Node& folder_of(const Node& operation) {
    const std::string tag = operation.find("tags")->items.front().text;
    for (Node& folder : folders_)
      if (text_of(folder, "name") == tag) return folder.members.back().second;
    throw std::logic_error("no tag " + tag);
  }

  const Node& document_;
  const std::string& base_;
  std::vector<Node> folders_;
};

}  // namespace

Node to_postman(const Node& document, const std::string& base) {
  return Collection{document, base}.make();
}

}  // namespace vip::openapi
