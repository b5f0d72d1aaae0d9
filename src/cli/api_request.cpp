// Arguments of `vip api` to a request, and its response to text.

#include "cli/api_request.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "cli/api_access.h"
#include "cli/commands.h"
#include "core/text.h"
#include "http/query_string.h"

namespace vip::cli {
namespace {

using Kind = json::Node::Kind;

[[noreturn]] void refuse_argument(const std::string& message) { throw CallFailed{kUsage, message}; }

bool is_upper_word(const std::string& word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

std::string upper(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return word;
}

json::Node text_node(std::string text) {
  json::Node node;
  node.kind = Kind::string;
  node.text = std::move(text);
  return node;
}

json::Node value_node(const std::string& text, bool all_text) {
  if (text.starts_with("@")) {
    std::ifstream input{text.substr(1), std::ios::binary};
    if (!input) refuse_argument("The file " + text.substr(1) + " cannot be read.");
    std::ostringstream content;
    content << input.rdbuf();
    return text_node(content.str());
  }
  if (all_text) return text_node(text);
  const auto parsed = json::parse(text);
  const bool is_typed =
      parsed && (parsed->is(Kind::null) || parsed->is(Kind::boolean) || parsed->is(Kind::number));
  return is_typed ? *parsed : text_node(text);
}

// "a[b][]" as a, b, "".
std::vector<std::string> steps_of(const std::string& name) {
  std::vector<std::string> steps{name.substr(0, name.find('['))};
  std::size_t at = steps.front().size();
  while (at < name.size()) {
    const auto close = name.find(']', at);
    if (name[at] != '[' || close == std::string::npos)
      refuse_argument("A field is written name, name[member] or name[], not " + name + ".");
    steps.push_back(name.substr(at + 1, close - at - 1));
    at = close + 1;
  }
  if (steps.front().empty())
    refuse_argument("A field has a name before its value, as last-name=Hill.");
  return steps;
}

json::Node& member_of(json::Node& object, const std::string& name) {
  for (auto& [known, value] : object.members)
    if (known == name) return value;
  return object.members.emplace_back(name, json::Node{}).second;
}

// An empty name is a new item of a list.
json::Node& step_into(json::Node& node, const std::string& step, const std::string& field) {
  const auto wanted = step.empty() ? Kind::array : Kind::object;
  if (node.is(Kind::null)) node.kind = wanted;
  if (!node.is(wanted)) refuse_argument("The field " + field + " is given as two kinds of value.");
  return step.empty() ? node.items.emplace_back() : member_of(node, step);
}

// Blanks and letters beyond ASCII are encoded; what is encoded already stays.
std::string encoded_path(std::string_view path) {
  std::string text;
  for (const char c : path) {
    const bool passes = c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\' &&
                        c != '^' && c != '`' && c != '{' && c != '|' && c != '}';
    text += passes ? std::string{c} : http::percent_encode({&c, 1});
  }
  return text;
}

std::string member_text(const json::Node& node, std::string_view name) {
  const auto* member = node.find(name);
  return member == nullptr ? "" : member->text;
}

}  // namespace

MethodAndPath method_and_path(const std::vector<std::string>& words, bool has_body) {
  static const std::vector<std::string_view> kMethods{"GET",   "HEAD",   "POST",   "PUT",
                                                      "PATCH", "DELETE", "OPTIONS"};
  if (words.empty() || words.size() > 2)
    refuse_argument("Give a method and a path, as GET /contact-management/v1/api/contacts.");
  if (words.size() == 1) {
    if (is_upper_word(words[0])) refuse_argument("Give a path after the method " + words[0] + ".");
    return {has_body ? "POST" : "GET", words[0]};
  }
  const auto method = upper(words[0]);
  if (std::find(kMethods.begin(), kMethods.end(), method) == kMethods.end()) {
    const auto near = nearest(method, kMethods);
    refuse_argument("There is no method " + words[0] + "." +
                    (near.empty() ? " There are GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS."
                                  : " Did you mean " + std::string{near} + "?"));
  }
  if (has_body && (method == "GET" || method == "HEAD"))
    refuse_argument("A " + method +
                    " has no body. Parameters of the query are given with -q, as -q size=5.");
  return {method, words[1]};
}

std::string target_of(const std::string& path, const std::vector<std::string>& query,
                      std::string_view base) {
  std::string_view rest = path;
  if (rest.starts_with("http://") || rest.starts_with("https://")) {
    const bool is_below = rest.starts_with(base) && rest.substr(base.size()).starts_with("/");
    if (!is_below) refuse_argument("The URL is not below the server's, " + std::string{base} + ".");
    rest.remove_prefix(base.size());
  }
  if (!rest.starts_with("/"))
    refuse_argument("A path begins with /, as /contact-management/v1/api/contacts, not " + path +
                    ".");
  std::string target = encoded_path(rest.substr(0, rest.find('#')));
  char separator = target.find('?') == std::string::npos ? '?' : '&';
  for (const auto& parameter : query) {
    const auto equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0)
      refuse_argument("A parameter is written key=value, as -q size=5, not " + parameter + ".");
    target += separator;
    target += http::percent_encode(parameter.substr(0, equals)) + "=" +
              http::percent_encode(parameter.substr(equals + 1));
    separator = '&';
  }
  return target;
}

void add_fields(json::Node& object, const std::vector<std::string>& fields, bool all_text) {
  object.kind = Kind::object;
  for (const auto& field : fields) {
    const auto equals = field.find('=');
    if (equals == std::string::npos)
      refuse_argument("A field is written name=value, as last-name=Hill, not " + field + ".");
    const auto name = field.substr(0, equals);
    json::Node* node = &object;
    for (const auto& step : steps_of(name)) node = &step_into(*node, step, name);
    const bool is_new = node->is(Kind::null) && node->items.empty() && node->members.empty();
    if (!is_new) refuse_argument("The field " + name + " is given twice.");
    *node = value_node(field.substr(equals + 1), all_text);
  }
}

std::pair<std::string, std::string> header_of(const std::string& text) {
  const auto colon = text.find(':');
  const auto name = text.substr(0, colon);
  const bool is_token = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
  if (colon == std::string::npos || !is_token || !has_only_printable(text, false))
    refuse_argument("A header is written \"Name: value\", in one line.");
  const auto begin = text.find_first_not_of(" \t", colon + 1);
  return {name, begin == std::string::npos ? "" : text.substr(begin)};
}

std::string next_link(std::string_view link) {
  while (!link.empty()) {
    const auto open = link.find('<');
    const auto close = link.find('>', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) return {};
    const auto target = link.substr(open + 1, close - open - 1);
    link.remove_prefix(close + 1);
    const auto parameters = link.substr(0, link.find('<'));
    if (parameters.find("rel=\"next\"") != std::string_view::npos) return std::string{target};
  }
  return {};
}

std::string indented_json(const json::Node& node, std::size_t depth) {
  const bool is_object = node.is(Kind::object);
  const auto count = is_object ? node.members.size() : node.items.size();
  if ((!is_object && !node.is(Kind::array)) || count == 0) return json::to_string(node);
  std::string text{is_object ? '{' : '['};
  const std::string margin((depth + 1) * 2, ' ');
  for (std::size_t i = 0; i < count; ++i) {
    text += (i == 0 ? "\n" : ",\n") + margin;
    if (is_object) {
      json::append_string(text, node.members[i].first);
      text += ": ";
    }
    text += indented_json(is_object ? node.members[i].second : node.items[i], depth + 1);
  }
  return text + "\n" + std::string(depth * 2, ' ') + (is_object ? '}' : ']');
}

std::string problem_text(int status, std::string_view reason, const std::string& body,
                         const std::string& correlation_id) {
  std::string text = std::to_string(status);
  const auto problem = json::parse(body);
  const std::string code = !problem ? "" : member_text(*problem, "code");
  text += " " + (code.empty() ? std::string{reason} : code);
  if (problem) {
    const auto detail = member_text(*problem, "detail");
    if (!detail.empty()) text += ": " + detail;
    if (const auto* errors = problem->find("errors"); errors != nullptr) {
      for (const auto& error : errors->items) {
        std::string place;
        for (const auto* kind : {"pointer", "parameter", "header"})
          if (error.find(kind) != nullptr) place = member_text(error, kind);
        if (!place.empty()) text += "\n  " + place + ": " + member_text(error, "message");
      }
    }
  }
  return correlation_id.empty() ? text : text + "\n  correlation id " + correlation_id;
}

}  // namespace vip::cli
