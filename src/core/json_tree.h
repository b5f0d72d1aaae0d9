#pragma once

// The tree builder for Boost's event parser. Only the readers of JSON include it.

#include <boost/json/basic_parser_impl.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"

namespace vip::json {

// U+FEFF in UTF-8. RFC 8259 8.1 lets a reader ignore it before a document.
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Builds one value from the parser's events. Numbers keep their text; whatever two readers could
// interpret differently is rejected.
class TreeBuilder {
 public:
  using Error = boost::json::error_code;
  using Text = boost::json::string_view;
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  explicit TreeBuilder(Limits limits) : limits_{limits} {}

  Node take() {
    count_ = 0;
    return std::exchange(root_, Node{});
  }
  // Why the builder itself rejected the text; empty for an error of grammar.
  const std::string& refusal() const { return refusal_; }
  bool is_whole() const { return open_.empty(); }  // after an event: the value is complete

  static bool on_document_begin(Error&) { return true; }
  static bool on_document_end(Error&) { return true; }
  bool on_array_begin(Error& error) { return open(Node::Kind::array, error); }
  bool on_array_end(std::size_t, Error&) { return close(); }
  bool on_object_begin(Error& error) { return open(Node::Kind::object, error); }
  bool on_object_end(std::size_t, Error& error);
  bool on_key_part(Text part, std::size_t, Error&) { return collect(part); }
  bool on_key(Text part, std::size_t, Error&) {
    key_ = std::exchange(text_, {});
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_string_part(Text part, std::size_t, Error&) { return collect(part); }
  bool on_string(Text part, std::size_t, Error& error) {
    return add_text(Node::Kind::string, part, error);
  }
  bool on_number_part(Text part, Error&) { return collect(part); }
  // The parser's numeric values are ignored: only the text counts.
  bool on_int64(std::int64_t, Text part, Error& error) {
    return add_text(Node::Kind::number, part, error);
  }
  bool on_uint64(std::uint64_t, Text part, Error& error) {
    return add_text(Node::Kind::number, part, error);
  }
  bool on_double(double, Text part, Error& error) {
    return add_text(Node::Kind::number, part, error);
  }
  bool on_bool(bool value, Error& error) {
    Node* node = add(Node::Kind::boolean, error);
    if (node != nullptr) node->boolean = value;
    return node != nullptr;
  }
  bool on_null(Error& error) { return add(Node::Kind::null, error) != nullptr; }
  static bool on_comment_part(Text, Error&) { return true; }
  static bool on_comment(Text, Error&) { return true; }

  bool refuse(std::string why, Error& error) {
    refusal_ = std::move(why);
    error = boost::json::error::input_error;
    return false;
  }

 private:
  bool collect(Text part) {
    text_.append(part.data(), part.size());
    return true;
  }
  Node* add(Node::Kind kind, Error& error);
  bool add_text(Node::Kind kind, Text part, Error& error);
  bool open(Node::Kind kind, Error& error);
  bool close() {
    open_.pop_back();
    return true;
  }
  bool has_duplicates(const std::vector<std::pair<std::string, Node>>& members);

  Limits limits_;
  Node root_;
  std::vector<Node*> open_;
  std::vector<std::string_view> names_;
  std::string key_;
  std::string text_;
  std::string refusal_;
  std::size_t count_ = 0;
};

// Why a text is not JSON: the builder's reason, else the parser's.
std::string describe(const TreeBuilder::Error& error, const std::string& refusal,
                     std::size_t depth);

}  // namespace vip::json
