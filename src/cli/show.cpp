// Tables and lists for the terminal.

#include "cli/show.h"

#include <algorithm>

#include "core/json.h"
#include "core/text.h"

namespace vip::cli {
namespace {

using Kind = json::Node::Kind;

std::string cell(const json::Node* node) {
  if (node == nullptr) return "";
  switch (node->kind) {
    case Kind::null:
      return "-";
    case Kind::boolean:
      return node->boolean ? "yes" : "no";
    case Kind::number:
    case Kind::string:
      return node->text;
    case Kind::array: {
      std::string joined;
      for (const auto& item : node->items)
        joined.append(joined.empty() ? "" : " ").append(cell(&item));
      return joined.empty() ? "none" : joined;
    }
    case Kind::object:
      break;
  }
  std::string joined;
  for (const auto& [name, value] : node->members)
    joined.append(joined.empty() ? "" : ", ").append(name).append(" ").append(cell(&value));
  return "(" + joined + ")";
}

// Words, broken before they reach the edge of a terminal of usual width.
std::string wrapped(const std::string& text, std::size_t indent) {
  constexpr std::size_t kWidth = 100;
  std::string lines;
  std::size_t column = indent;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find(' ', begin), text.size());
    const auto word = text.substr(begin, end - begin);
    if (column > indent && column + word.size() >= kWidth) {
      lines.append("\n").append(indent, ' ');
      column = indent;
    }
    if (column > indent) lines += ' ';
    lines += word;
    column += word.size() + 1;
    begin = end + 1;
  }
  return lines;
}

std::string padded(const std::string& text, std::size_t width) {
  const auto length = count_code_points(text);
  return text + std::string(width > length ? width - length : 0, ' ');
}

std::string table(const std::vector<json::Node>& rows, const std::vector<std::string>& columns) {
  if (rows.empty()) return "There are none.\n";
  std::vector<std::vector<std::string>> cells{columns};
  for (const auto& row : rows) {
    auto& line = cells.emplace_back();
    for (const auto& column : columns) line.push_back(cell(row.find(column)));
  }
  std::vector<std::size_t> widths(columns.size(), 0);
  for (const auto& line : cells)
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], count_code_points(line[i]));
  std::string text;
  for (const auto& line : cells) {
    for (std::size_t i = 0; i < line.size(); ++i)
      text += i + 1 == line.size() ? line[i] + "\n" : padded(line[i], widths[i] + 2);
  }
  return text;
}

}  // namespace

std::string shown(std::string_view json, const std::vector<std::string>& columns) {
  const auto node = json::parse(json, {.depth = 32, .nodes = 5'000'000});
  if (!node) return std::string{json} + "\n";
  if (const auto* rows = node->find("results"); rows != nullptr) return table(rows->items, columns);
  std::size_t width = 0;
  for (const auto& member : node->members) width = std::max(width, member.first.size());
  std::string text;
  for (const auto& [name, value] : node->members)
    text += padded(name, width + 2) + wrapped(cell(&value), width + 2) + "\n";
  return text;
}

}  // namespace vip::cli
