// Tables and lists for the terminal.

#include "cli/show.h"

#include <algorithm>

#include "cli/command_tree.h"
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

constexpr std::size_t kShownWidth = 100;

std::string padded(const std::string& text, std::size_t width) {
  const auto length = count_code_points(text);
  return text + std::string(width > length ? width - length : 0, ' ');
}

std::string table(const std::vector<json::Node>& rows, const std::vector<std::string>& columns,
                  const std::string& margin = "") {
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
    text += margin;
    for (std::size_t i = 0; i < line.size(); ++i)
      text += i + 1 == line.size() ? line[i] + "\n" : padded(line[i], widths[i] + 2);
  }
  return text;
}

bool is_table(const json::Node& node) {
  return node.is(Kind::array) && !node.items.empty() && node.items.front().is(Kind::object);
}

// The columns that the rows have, of those that are wanted; all when none of these is there.
std::vector<std::string> columns_of(const json::Node& rows,
                                    const std::vector<std::string>& wanted) {
  const auto& first = rows.items.front();
  std::vector<std::string> columns;
  for (const auto& name : wanted)
    if (first.find(name) != nullptr) columns.push_back(name);
  if (columns.empty())
    for (const auto& member : first.members) columns.push_back(member.first);
  return columns;
}

}  // namespace

std::string shown(std::string_view json, const std::vector<std::string>& columns) {
  const auto node = json::parse(json, {.depth = 32, .nodes = 5'000'000});
  if (!node) return std::string{json} + "\n";
  if (const auto* rows = node->find("results"); rows != nullptr)
    return rows->items.empty() ? "There are none.\n" : table(rows->items, columns);
  std::size_t width = 0;
  for (const auto& member : node->members) width = std::max(width, member.first.size());
  std::string text;
  std::string tables;
  for (const auto& [name, value] : node->members) {
    if (is_table(value))
      tables += "\n" + name + "\n" + table(value.items, columns_of(value, columns), "  ");
    else
      text += padded(name, width + 2) + wrapped_text(cell(&value), width + 2, kShownWidth) + "\n";
  }
  return text + tables;
}

}  // namespace vip::cli
