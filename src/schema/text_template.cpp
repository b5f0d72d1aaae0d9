#include "schema/text_template.h"

#include <algorithm>

namespace vip {
namespace {

class TemplateReader {
 public:
  explicit TemplateReader(std::string_view text) : rest_{text} {}

  std::optional<TextTemplate> read() {
    TextTemplate read;
    while (!rest_.empty()) {
      TextTemplate::Part part;
      part.optional = rest_.front() == '[';
      if (part.optional) rest_.remove_prefix(1);
      while (!rest_.empty() && rest_.front() != '[' && rest_.front() != ']') {
        auto piece = rest_.front() == '{' ? placeholder() : literal();
        if (!piece) return std::nullopt;
        part.pieces.push_back(*std::move(piece));
      }
      const bool closes = !rest_.empty() && rest_.front() == ']';
      if (closes != part.optional) return std::nullopt;
      if (closes) rest_.remove_prefix(1);
      read.parts.push_back(std::move(part));
    }
    return read;
  }

 private:
  std::string_view take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::optional<TextTemplate::Piece> literal() {
    TextTemplate::Piece piece;
    piece.literal = take(std::min(rest_.find_first_of("{}[]"), rest_.size()));
    if (piece.literal.empty()) return std::nullopt;  // a brace that nothing opened
    return piece;
  }

  std::optional<TextTemplate::Piece> placeholder() {
    rest_.remove_prefix(1);
    const std::size_t end = rest_.find('}');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view inside = take(end);
    rest_.remove_prefix(1);
    const std::size_t bar = inside.find('|');
    TextTemplate::Piece piece;
    piece.name = inside.substr(0, bar);
    if (bar != std::string_view::npos) piece.literal = inside.substr(bar + 1);
    if (piece.name.empty() || piece.name.find_first_of("{[]") != std::string::npos)
      return std::nullopt;
    return piece;
  }

  std::string_view rest_;
};

}  // namespace

const TextTemplate::Piece* TextTemplate::sole_placeholder() const {
  if (parts.size() != 1 || parts[0].optional || parts[0].pieces.size() != 1) return nullptr;
  const Piece& piece = parts[0].pieces[0];
  return piece.name.empty() || !piece.literal.empty() ? nullptr : &piece;
}

std::optional<TextTemplate> parse_text_template(std::string_view text) {
  return TemplateReader{text}.read();
}

}  // namespace vip
