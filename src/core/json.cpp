// The JSON parser: Boost's event parser builds nodes that keep numbers as text.
//
// Why not Boost's own values: they turn numbers into doubles, and of two members of one name the
// second wins. Here a number stays as it was sent, and whatever two readers could interpret
// differently is rejected.

#include "core/json.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/json_tree.h"

namespace vip::json {

namespace bj = boost::json;

bool TreeBuilder::on_object_end(std::size_t, Error& error) {
  if (has_duplicates(open_.back()->members))
    return refuse("the object that ends here has two members of one name", error);
  return close();
}

// Pointers to the open nodes stay valid: a node's list grows only when its last entry is closed.
Node* TreeBuilder::add(Node::Kind kind, Error& error) {
  if (++count_ > limits_.nodes) {
    refuse(fmt::format("it has more than {} values, the most that are accepted", limits_.nodes),
           error);
    return nullptr;
  }
  Node* node = &root_;
  if (!open_.empty() && open_.back()->is(Node::Kind::array)) {
    node = &open_.back()->items.emplace_back();
  } else if (!open_.empty()) {
    node = &open_.back()->members.emplace_back(std::move(key_), Node{}).second;
  }
  node->kind = kind;
  return node;
}

bool TreeBuilder::add_text(Node::Kind kind, Text part, Error& error) {
  Node* node = add(kind, error);
  if (node == nullptr) return false;
  node->text = std::exchange(text_, {});
  node->text.append(part.data(), part.size());
  return true;
}

bool TreeBuilder::open(Node::Kind kind, Error& error) {
  Node* node = add(kind, error);
  if (node != nullptr) open_.push_back(node);
  return node != nullptr;
}

// Checked by sorting once the object is complete: a search at each member would take quadratic time
// for a large body.
bool TreeBuilder::has_duplicates(const std::vector<std::pair<std::string, Node>>& members) {
  names_.clear();
  for (const auto& [name, value] : members) names_.emplace_back(name);
  std::ranges::sort(names_);
  return std::ranges::adjacent_find(names_) != names_.end();
}

namespace {

std::string_view words_for(bj::error error) {
  switch (error) {
    case bj::error::extra_data:
      return "there is something after the value";
    case bj::error::incomplete:
      return "the text ends before the value does";
    case bj::error::exponent_overflow:
      return "a number's exponent is too large";
    case bj::error::illegal_leading_surrogate:
    case bj::error::illegal_trailing_surrogate:
    case bj::error::expected_utf16_escape:
      return "an escaped surrogate lacks its other half";
    case bj::error::expected_hex_digit:
      return "\\u is not followed by four hexadecimal digits";
    default:
      return "RFC 8259 does not allow what stands here";
  }
}

}  // namespace

std::string describe(const TreeBuilder::Error& error, const std::string& refusal,
                     std::size_t depth) {
  if (!refusal.empty()) return refusal;
  if (error == bj::error::too_deep) return fmt::format("it is nested deeper than {} levels", depth);
  return std::string(words_for(static_cast<bj::error>(error.value())));
}

Result<Node> parse(std::string_view text, Limits limits) {
  const auto refuse = [](std::size_t offset, std::string_view why) {
    return fail(at_pointer({}, errors::invalid_json,
                           fmt::format("The JSON is not accepted at byte {}: {}.", offset, why)));
  };
  // Files that were saved on Windows begin with it.
  const std::size_t mark = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  text.remove_prefix(mark);

  bj::parse_options options;
  options.max_depth = limits.depth;
  bj::basic_parser<TreeBuilder> parser{options, limits};
  bj::error_code error;
  const std::size_t offset = parser.write_some(false, text.data(), text.size(), error);
  if (!error && offset < text.size()) error = bj::error::extra_data;
  if (!error) return parser.handler().take();
  return refuse(mark + offset, describe(error, parser.handler().refusal(), limits.depth));
}

}  // namespace vip::json
