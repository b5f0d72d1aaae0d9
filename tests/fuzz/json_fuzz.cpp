// JSON: what is accepted is written back and accepted again as the same; a list that arrives in
// pieces has the verdict of the whole.

#include "core/json.h"

#include <string>

#include "core/json_items.h"
#include "fuzz_targets.h"

namespace vip::fuzz {
namespace {

constexpr json::Limits kLimits{.depth = 8, .nodes = 200};
constexpr std::int64_t kMostItems = 50;

struct Items {
  bool accepted = false;
  std::string text;  // of all items
};

Items read_items(std::string_view input, std::size_t piece) {
  Items items;
  json::ItemReader reader{"items", kMostItems, kLimits, [&](std::int64_t number, json::Node item) {
                            require(number >= 1 && number <= kMostItems, "items are counted");
                            json::append(items.text, item);
                          }};
  for (std::size_t i = 0; i < input.size(); i += piece)
    if (!reader.feed(input.substr(i, piece))) return items;
  items.accepted = reader.finish().has_value();
  return items;
}

void check_tree(const json::Node& node, std::size_t depth) {
  require(depth <= kLimits.depth, "a tree is no deeper than its limit");
  for (const auto& item : node.items) check_tree(item, depth + 1);
  for (const auto& [name, value] : node.members) {
    require(node.find(name) == &value, "a name occurs once");
    check_tree(value, depth + 1);
  }
}

}  // namespace

void json(std::string_view input) {
  const std::size_t piece = take_number(input) + std::size_t{1};
  if (const auto node = json::parse(input, kLimits)) {
    check_tree(*node, 0);
    const auto text = json::to_string(*node);
    const auto again = json::parse(text, kLimits);
    require(again.has_value(), "a text that is written is accepted");
    require(json::to_string(*again) == text, "a text that is written is read as the same");
  }
  const Items whole = read_items(input, std::max<std::size_t>(input.size(), 1));
  const Items pieces = read_items(input, piece);
  require(whole.accepted == pieces.accepted && whole.text == pieces.text,
          "the verdict on a list does not depend on the pieces");
}

}  // namespace vip::fuzz
