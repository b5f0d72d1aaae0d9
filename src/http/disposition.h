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

// Reads tokens and quoted strings (RFC 9110 5.6.6). In a quoted string a backslash escapes a quote
// or a backslash and else stands for itself: senders of Windows file names do not escape theirs.
// None when it is malformed or names a parameter twice.
std::optional<ParameterizedValue> parse_parameterized(std::string_view text);

// The file name of a Content-Disposition: `filename*` (RFC 8187, UTF-8) before `filename`. None
// when it has neither, or one that is no valid UTF-8.
std::optional<std::string> disposition_file_name(const ParameterizedValue& disposition);

// A Content-Disposition that has the answer saved under a name (RFC 6266): for readers of ASCII
// with '_' in place of what they cannot read, and in full by RFC 8187 where that is not the same.
std::string attachment_disposition(std::string_view file_name);

}  // namespace vip::http
