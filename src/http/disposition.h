#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vip::http {

// A field value with parameters: `form-data; name="file"; filename="x.pdf"`.
struct ParameterizedValue {
  std::string value;                                            // lower-case
  std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case

  const std::string* parameter(std::string_view name) const;
};

// Reads tokens and quoted strings (RFC 9110 5.6.6); a value without quotes may also have characters
// that a token has not. In a quoted string a backslash escapes a quote
// or a backslash; any other backslash is literal, because senders of Windows file names do not
// escape theirs. None if the text is malformed or names a parameter twice.
std::optional<ParameterizedValue> parse_parameterized(std::string_view text);

// The file name of a Content-Disposition, in UTF-8: `filename*` (RFC 8187) before `filename`, each
// decoded (http/file_name.h). None if it has neither.
std::optional<std::string> disposition_file_name(const ParameterizedValue& disposition);

// A Content-Disposition that saves the response under a file name (RFC 6266). `filename` is ASCII,
// with '_' for other characters; `filename*` (RFC 8187) has the full name if it differs.
std::string attachment_disposition(std::string_view file_name);

}  // namespace vip::http
