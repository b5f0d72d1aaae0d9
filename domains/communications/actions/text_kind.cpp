#include "domains/communications/actions/text_kind.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/text.h"

namespace vip::domains {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kBlanks = " \t\r\n\f";

bool is_control(unsigned char byte) {
  constexpr unsigned char escape = 0x1b;
  return byte == 0x7f || (byte < 0x20 && byte != escape &&
                          kBlanks.find(static_cast<char>(byte)) == std::string_view::npos);
}

// What is not ASCII does not matter here.
std::string from_utf16(std::string_view bytes, bool little) {
  std::string text;
  for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
    const auto low = static_cast<unsigned char>(bytes[little ? i : i + 1]);
    const auto high = static_cast<unsigned char>(bytes[little ? i + 1 : i]);
    text += high == 0 && low < 0x80 ? static_cast<char>(low) : '?';
  }
  return text;
}

std::string_view without_cut_character(std::string_view text) {
  std::size_t tail = 0;
  while (tail < 3 && tail < text.size() &&
         (static_cast<unsigned char>(text[text.size() - 1 - tail]) & 0xC0U) == 0x80)
    ++tail;
  return text.substr(0, text.size() - std::min(text.size(), tail + 1));
}

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
}

bool starts_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  return std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
    return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
  });
}

// Passes over what may stand before the first element: the XML declaration and other instructions,
// comments, and a document type, whose name is looked at.
std::string_view first_element(std::string_view text, bool& is_html) {
  while (true) {
    skip_blanks(text);
    std::string_view end;
    if (text.starts_with("<?")) {
      end = "?>";
    } else if (text.starts_with("<!--")) {
      end = "-->";
    } else if (starts_with_word(text, "<!doctype")) {
      auto name = text.substr(9);
      skip_blanks(name);
      is_html = is_html || starts_with_word(name, "html") || starts_with_word(name, "svg");
      // An internal subset has brackets, and `>` within them.
      const auto open = text.find('[');
      end = open < text.find('>') ? "]"sv : ">"sv;
    } else {
      if (text.starts_with('>')) {
        text.remove_prefix(1);  // after an internal subset
        continue;
      }
      return text;
    }
    const auto at = text.find(end);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + end.size());
  }
}

}  // namespace

bool read_text(std::string_view bytes, bool is_whole, TextBeginning& read) {
  read = {};
  if (bytes.starts_with("\xff\xfe"sv) || bytes.starts_with("\xfe\xff"sv)) {
    read.text = from_utf16(bytes, bytes.starts_with("\xff\xfe"sv));
  } else {
    if (bytes.starts_with("\xef\xbb\xbf"sv)) bytes.remove_prefix(3);
    const auto known = is_whole ? bytes : without_cut_character(bytes);
    read.is_unicode = is_valid_utf8(known);
    read.text = read.is_unicode ? known : bytes;
  }
  return std::ranges::none_of(read.text,
                              [](char c) { return is_control(static_cast<unsigned char>(c)); });
}

bool is_active_markup(std::string_view text) {
  bool active = false;
  text = first_element(text, active);
  if (active) return true;
  constexpr std::array active_elements{"html"sv,   "head"sv, "body"sv,   "script"sv,
                                       "iframe"sv, "svg"sv,  "object"sv, "embed"sv,
                                       "style"sv,  "link"sv, "meta"sv,   "frameset"sv};
  if (!text.starts_with('<')) return false;
  auto name = text.substr(1, text.find_first_of(" \t\r\n\f/>", 1) - 1);
  const auto colon = name.find(':');  // svg:svg
  if (colon != std::string_view::npos) name.remove_prefix(colon + 1);
  return std::ranges::any_of(active_elements, [&](std::string_view element) {
    return name.size() == element.size() && starts_with_word(name, element);
  });
}

bool begins_with_header(std::string_view text) {
  if (text.starts_with("From ")) return true;  // a mailbox of one mail
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  const auto end = text.find(':');
  return end != std::string_view::npos && end > 0 &&
         std::ranges::all_of(text.substr(0, end), [](char c) { return c > ' ' && c < 0x7f; });
}

}  // namespace vip::domains
