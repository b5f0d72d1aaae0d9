#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace vip::json {

// A parsed JSON value. Numbers keep the text that was sent, so decimals are exact. Members keep
// their order.
struct Node {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::string text;  // a string's content, or a number as written
  std::vector<Node> items;
  std::vector<std::pair<std::string, Node>> members;

  // Defined outside of the class: a pair that contains a Node needs the complete type.
  Node();
  Node(const Node&);
  Node(Node&&) noexcept;
  Node& operator=(const Node&);
  Node& operator=(Node&&) noexcept;
  ~Node();

  const Node* find(std::string_view name) const;
  bool is(Kind other) const { return kind == other; }
};

struct Limits {
  std::size_t depth = 32;
  std::size_t nodes = 100'000;
};

// Strict RFC 8259: UTF-8 without BOM, no duplicate names, no lone surrogate, nothing after the
// value. The problem's message has the error and its byte offset, never the content.
Result<Node> parse(std::string_view text, Limits limits = {});

// Appends the compact text of a value, its numbers as sent.
void append(std::string& out, const Node& node);
std::string to_string(const Node& node);

// Appends a JSON string with quotes. Escapes only what RFC 8259 requires.
void append_string(std::string& out, std::string_view text);

// Writes a document into a buffer and places the commas. Depth at most 64.
class Writer {
 public:
  explicit Writer(std::string& out) : out_{out} {}
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& string(std::string_view text);
  Writer& number(std::int64_t number);
  Writer& boolean(bool value);
  Writer& null();
  Writer& raw(std::string_view json);  // a value that is JSON already

 private:
  void separate();
  std::string& out_;
  std::uint64_t has_items_ = 0;  // one bit per level: a comma is due
  int depth_ = 0;
  bool after_key_ = false;
};

}  // namespace vip::json
