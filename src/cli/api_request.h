#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"

// What `vip api` sends, from its arguments. All throw CallFailed (cli/api_access.h) with what is
// accepted.

namespace vip::cli {

// METHOD PATH, or PATH alone: GET, or POST with a body.
struct MethodAndPath {
  std::string method, path;
};
MethodAndPath method_and_path(const std::vector<std::string>& words, bool has_body);

// The path with these parameters, "key=value" each, encoded. `base` is the server's URL: a whole
// URL below it is taken too, any other is refused, as the token would go there.
std::string target_of(const std::string& path, const std::vector<std::string>& query,
                      std::string_view base);

// The JSON object of "field=value" each: true, false, null and numbers as what they are, anything
// else as text; `all_text` takes everything as text. "a[b]=1" is a member of an object, "a[]=1" an
// item of a list. "field=@FILE" takes the text of a file.
void add_fields(json::Node& object, const std::vector<std::string>& fields, bool all_text);

// "Name: value"
std::pair<std::string, std::string> header_of(const std::string& text);

// The target of `rel="next"` in a Link field; empty when there is none.
std::string next_link(std::string_view link);

// JSON over several lines, indented by two, numbers as they were sent.
std::string indented_json(const json::Node& node, std::size_t depth = 0);

// A problem (RFC 9457) or an OAuth error for a person: status, code, detail, a line for each error.
std::string problem_text(int status, std::string_view reason, const std::string& body,
                         const std::string& correlation_id);

}  // namespace vip::cli
