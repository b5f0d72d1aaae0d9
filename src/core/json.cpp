// The JSON parser: Boost's event parser building nodes that keep numbers as text.
//
// Why not Boost's own values: they turn numbers into doubles and let a second member of the same
// name win. Here a number stays what was sent, and whatever two readers could understand
// differently is refused.

#include "core/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <optional>

namespace vip::json {
namespace {

namespace bj = boost::json;

class TreeBuilder {
 public:
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  explicit TreeBuilder(Limits limits) : limits_{limits} {}

  Node take() { return std::move(root_); }
  // What the builder itself refused; empty when the fault is one of grammar.
  const std::string& refusal() const { return refusal_; }

  static bool on_document_begin(bj::error_code&) { return true; }
  static bool on_document_end(bj::error_code&) { return true; }
  bool on_array_begin(bj::error_code& error) { return open(Node::Kind::array, error); }
  bool on_array_end(std::size_t, bj::error_code&) { return close(); }
  bool on_object_begin(bj::error_code& error) { return open(Node::Kind::object, error); }
  bool on_object_end(std::size_t, bj::error_code& error) {
    if (has_duplicates(open_.back()->members)) {
      return refuse("the object that ends here has two members of one name", error);
    }
    return close();
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) { return collect(part); }
  bool on_key(bj::string_view part, std::size_t, bj::error_code&) {
    key_ = std::exchange(text_, {});
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) { return collect(part); }
  bool on_string(bj::string_view part, std::size_t, bj::error_code& error) {
    return add_text(Node::Kind::string, part, error);
  }
  bool on_number_part(bj::string_view part, bj::error_code&) { return collect(part); }
  // The numbers that the parser worked out are left aside: their text is what counts.
  bool on_int64(std::int64_t, bj::string_view part, bj::error_code& error) {
    return add_text(Node::Kind::number, part, error);
  }
  bool on_uint64(std::uint64_t, bj::string_view part, bj::error_code& error) {
    return add_text(Node::Kind::number, part, error);
  }
  bool on_double(double, bj::string_view part, bj::error_code& error) {
    return add_text(Node::Kind::number, part, error);
  }
  bool on_bool(bool value, bj::error_code& error) {
    Node* node = add(Node::Kind::boolean, error);
    if (node != nullptr) node->boolean = value;
    return node != nullptr;
  }
  bool on_null(bj::error_code& error) { return add(Node::Kind::null, error) != nullptr; }
  static bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  static bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  bool refuse(std::string why, bj::error_code& error) {
    refusal_ = std::move(why);
    error = bj::error::input_error;
    return false;
  }

  bool collect(bj::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }

  // Pointers to the open nodes stay good: a node's list grows only when its last entry is closed.
  Node* add(Node::Kind kind, bj::error_code& error) {
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

  bool add_text(Node::Kind kind, bj::string_view part, bj::error_code& error) {
    Node* node = add(kind, error);
    if (node == nullptr) return false;
    node->text = std::exchange(text_, {});
    node->text.append(part.data(), part.size());
    return true;
  }

  bool open(Node::Kind kind, bj::error_code& error) {
    Node* node = add(kind, error);
    if (node != nullptr) open_.push_back(node);
    return node != nullptr;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  // Once an object is whole, by sorting: looking back at each member would let a large body cost
  // quadratic time.
  bool has_duplicates(const std::vector<std::pair<std::string, Node>>& members) {
    names_.clear();
    for (const auto& [name, value] : members) names_.emplace_back(name);
    std::ranges::sort(names_);
    return std::ranges::adjacent_find(names_) != names_.end();
  }

  Limits limits_;
  Node root_;
  std::vector<Node*> open_;
  std::vector<std::string_view> names_;
  std::string key_;
  std::string text_;
  std::string refusal_;
  std::size_t count_ = 0;
};

std::string_view describe(bj::error error) {
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

Result<Node> parse(std::string_view text, Limits limits) {
  const auto refuse = [](std::size_t offset, std::string_view why) {
    return fail(ErrorCode::invalid_json,
                fmt::format("The JSON is not accepted at byte {}: {}.", offset, why));
  };
  if (text.starts_with("\xef\xbb\xbf")) return refuse(0, "a byte order mark is not allowed");

  bj::parse_options options;
  options.max_depth = limits.depth;
  bj::basic_parser<TreeBuilder> parser{options, limits};
  bj::error_code error;
  const std::size_t offset = parser.write_some(false, text.data(), text.size(), error);
  if (!error && offset < text.size()) error = bj::error::extra_data;
  if (!error) return parser.handler().take();
  if (!parser.handler().refusal().empty()) return refuse(offset, parser.handler().refusal());
  if (error == bj::error::too_deep) {
    return refuse(offset, fmt::format("it is nested deeper than {} levels", limits.depth));
  }
  return refuse(offset, describe(static_cast<bj::error>(error.value())));
}

}  // namespace vip::json
