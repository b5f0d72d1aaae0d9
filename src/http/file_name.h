#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vip::http {

// The text of a `filename` parameter as its sender meant it, in UTF-8. Senders write what is not
// ASCII, or quotes, in four ways: encoded words (RFC 2047), percent-encoding (WHATWG escapes `"`,
// CR and LF so; others escape all), raw UTF-8, or raw Windows-1252.
std::string decode_file_name(std::string_view text);

// The text of a `filename*` parameter (RFC 8187: charset, language, percent-encoded text); none if
// it is malformed or its charset is not known.
std::optional<std::string> decode_extended_file_name(std::string_view text);

// A name for the file alone: what follows the last separator of directories, with runs of control
// characters as one space and without blanks at its ends. Empty for `.` and `..`.
std::string plain_file_name(std::string_view path);

}  // namespace vip::http
