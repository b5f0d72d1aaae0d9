// File names as browsers, mail programs and libraries write them.

#include "http/file_name.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "core/bytes.h"
#include "core/text.h"
#include "http/ascii.h"

namespace vip::http {
namespace {

// The charsets of names; others would only load conversion tables by a name that a caller chose.
constexpr std::array<std::string_view, 12> kCharsets{
    "utf-8",        "us-ascii",     "iso-8859-1",   "iso-8859-2",  "iso-8859-15", "windows-1250",
    "windows-1251", "windows-1252", "windows-1254", "iso-2022-jp", "shift_jis",   "gb18030"};

class Conversion {
 public:
  explicit Conversion(const std::string& charset) : handle_{iconv_open("UTF-8", charset.c_str())} {}
  ~Conversion() {
    if (is_open()) iconv_close(handle_);
  }
  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;

  std::optional<std::string> convert(std::string text) {
    if (!is_open()) return std::nullopt;
    std::string out(text.size() * 4 + 16, '\0');
    char* from = text.data();
    char* to = out.data();
    std::size_t left = text.size();
    std::size_t room = out.size();
    if (iconv(handle_, &from, &left, &to, &room) == static_cast<std::size_t>(-1))
      return std::nullopt;
    out.resize(out.size() - room);
    return out;
  }

 private:
  // The value of failure that the C interface has.
  bool is_open() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }
  iconv_t handle_;
};

std::optional<std::string> to_utf8(std::string text, std::string_view charset) {
  const auto name = lower(charset);
  if (name == "utf-8" || name == "utf8" || name == "us-ascii") {
    if (!is_valid_utf8(text)) return std::nullopt;
    return text;
  }
  if (std::ranges::find(kCharsets, name) == kCharsets.end()) return std::nullopt;
  return Conversion{name}.convert(std::move(text));
}

// Undoes each escape of two digits after a mark; a mark without them stays.
std::string undo_escapes(std::string_view text, char mark) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == mark && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                        hex_value(text[i + 2]) >= 0;
    if (!escape) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
    i += 2;
  }
  return out;
}

std::optional<std::string> decode_base64_padded(std::string text) {
  while (text.size() % 4 != 0) text += '=';
  return from_base64(text);
}

// The word `=?charset?B?text?=` at the front (RFC 2047 2), removed if it can be read. A language
// may follow the charset (RFC 2231 5).
std::optional<std::string> cut_encoded_word(std::string_view& rest) {
  if (!rest.starts_with("=?")) return std::nullopt;
  const auto charset_end = rest.find('?', 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= rest.size() ||
      rest[charset_end + 2] != '?')
    return std::nullopt;
  const auto text_at = charset_end + 3;
  const auto end = rest.find("?=", text_at);
  if (end == std::string_view::npos) return std::nullopt;
  const auto named = rest.substr(2, charset_end - 2);
  const auto charset = named.substr(0, named.find('*'));
  std::string text{rest.substr(text_at, end - text_at)};
  std::optional<std::string> bytes;
  const char encoding = to_lower(rest[charset_end + 1]);
  if (encoding == 'b') bytes = decode_base64_padded(text);
  if (encoding == 'q') {
    std::ranges::replace(text, '_', ' ');
    bytes = undo_escapes(text, '=');
  }
  auto decoded = bytes ? to_utf8(*std::move(bytes), charset) : std::nullopt;
  if (decoded) rest.remove_prefix(end + 2);
  return decoded;
}

// Blanks between two words only fold a long line (RFC 2047 6.2).
std::string undo_encoded_words(std::string_view rest) {
  std::string out;
  while (!rest.empty()) {
    if (const auto word = cut_encoded_word(rest)) {
      out += *word;
      const auto next = rest.find_first_not_of(" \t\r\n");
      if (next != std::string_view::npos && rest.substr(next).starts_with("=?"))
        rest.remove_prefix(next);
      continue;
    }
    out += rest.front();
    rest.remove_prefix(1);
  }
  return out;
}

}  // namespace

std::string decode_file_name(std::string_view text) {
  if (auto words = undo_encoded_words(text); words != text && is_valid_utf8(words)) return words;
  if (auto decoded = undo_escapes(text, '%'); is_valid_utf8(decoded)) return decoded;
  std::string raw{text};
  if (is_valid_utf8(raw)) return raw;
  return to_utf8(raw, "windows-1252").value_or(to_utf8(raw, "iso-8859-1").value_or(std::string{}));
}

std::optional<std::string> decode_extended_file_name(std::string_view text) {
  const auto charset_end = text.find('\'');
  if (charset_end == std::string_view::npos) return std::nullopt;
  const auto language_end = text.find('\'', charset_end + 1);
  if (language_end == std::string_view::npos) return std::nullopt;
  return to_utf8(undo_escapes(text.substr(language_end + 1), '%'), text.substr(0, charset_end));
}

std::string plain_file_name(std::string_view path) {
  const auto separator = path.find_last_of("/\\");
  if (separator != std::string_view::npos) path.remove_prefix(separator + 1);
  std::string name;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto byte = static_cast<unsigned char>(path[i]);
    // U+0080 to U+009F are C2 80 to C2 9F.
    const bool upper =
        byte == 0xc2 && i + 1 < path.size() && static_cast<unsigned char>(path[i + 1]) < 0xa0;
    if (upper) ++i;
    const bool control = byte < 0x20 || byte == 0x7f || upper;
    if (!control) name += path[i];
    if (control && !name.ends_with(' ')) name += ' ';
  }
  name = trim(name);
  return name == "." || name == ".." ? std::string{} : name;
}

}  // namespace vip::http
