// JSON output: values, strings and the writer of documents.
//
// Why a writer and no tree: responses are written from rows straight into the output. A string is
// copied in runs between the few characters that need an escape.

#include <array>
#include <charconv>
#include <cstring>

#include "core/json.h"

namespace vip::json {
namespace {

constexpr char kAsHex = 'u';

// How a byte is escaped: 0 not at all, 'u' by its number, any other letter after a backslash.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  for (std::size_t c = 0; c < 0x20; ++c) escapes[c] = kAsHex;
  escapes['\b'] = 'b';
  escapes['\f'] = 'f';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\t'] = 't';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}();

void append_escape(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  const char escape = kEscapes[byte];
  out += '\\';
  out += escape;
  if (escape != kAsHex) return;
  out += "00";
  out += byte < 0x10 ? '0' : '1';
  out += "0123456789abcdef"[byte % 0x10U];
}

void append_list(std::string& out, const Node& array) {
  out += '[';
  for (const Node& item : array.items) {
    if (&item != &array.items.front()) out += ',';
    append(out, item);
  }
  out += ']';
}

void append_members(std::string& out, const Node& object) {
  out += '{';
  for (const auto& member : object.members) {
    if (&member != &object.members.front()) out += ',';
    append_string(out, member.first);
    out += ':';
    append(out, member.second);
  }
  out += '}';
}

}  // namespace

Node::Node() = default;
Node::Node(const Node&) = default;
Node::Node(Node&&) noexcept = default;
Node& Node::operator=(const Node&) = default;
Node& Node::operator=(Node&&) noexcept = default;
Node::~Node() = default;

const Node* Node::find(std::string_view name) const {
  for (const auto& member : members) {
    if (member.first == name) return &member.second;
  }
  return nullptr;
}

void append(std::string& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      out += "null";
      return;
    case Node::Kind::boolean:
      out += node.boolean ? "true" : "false";
      return;
    case Node::Kind::number:
      out += node.text;
      return;
    case Node::Kind::string:
      append_string(out, node.text);
      return;
    case Node::Kind::array:
      append_list(out, node);
      return;
    case Node::Kind::object:
      append_members(out, node);
      return;
  }
}

std::string to_string(const Node& node) {
  std::string out;
  append(out, node);
  return out;
}

namespace {

// Whether one of eight bytes is a control, a quote or a backslash (RFC 8259 7): of each byte, the
// highest bit of what it becomes tells.
bool needs_escape(std::uint64_t eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighest = 0x8080808080808080;
  const std::uint64_t quote = eight ^ (kOnes * '"');
  const std::uint64_t backslash = eight ^ (kOnes * '\\');
  return (((eight - kOnes * 0x20) | (quote - kOnes) | (backslash - kOnes)) & ~eight & kHighest) !=
         0;
}

std::size_t next_escape(std::string_view text, std::size_t at) {
  for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if (needs_escape(eight)) break;
  }
  while (at < text.size() && kEscapes[static_cast<unsigned char>(text[at])] == 0) ++at;
  return at;
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  std::size_t at = next_escape(text, 0);
  const std::size_t start = out.size();
  out.append(at + 2, '"');
  text.copy(out.data() + start + 1, at);
  if (at == text.size()) return;
  out.pop_back();
  while (at < text.size()) {
    append_escape(out, text[at]);
    const std::size_t run = at + 1;
    at = next_escape(text, run);
    out.append(text, run, at - run);
  }
  out += '"';
}

void Writer::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  const std::uint64_t bit = std::uint64_t{1} << (depth_ - 1);
  if ((has_items_ & bit) != 0) out_ += ',';
  has_items_ |= bit;
}

Writer& Writer::begin_object() {
  separate();
  out_ += '{';
  has_items_ &= ~(std::uint64_t{1} << depth_++);
  return *this;
}

Writer& Writer::end_object() {
  --depth_;
  out_ += '}';
  return *this;
}

Writer& Writer::begin_array() {
  separate();
  out_ += '[';
  has_items_ &= ~(std::uint64_t{1} << depth_++);
  return *this;
}

Writer& Writer::end_array() {
  --depth_;
  out_ += ']';
  return *this;
}

Writer& Writer::key(std::string_view name) {
  separate();
  append_string(out_, name);
  out_ += ':';
  after_key_ = true;
  return *this;
}

Writer& Writer::string(std::string_view text) {
  separate();
  append_string(out_, text);
  return *this;
}

Writer& Writer::number(std::int64_t number) {
  separate();
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out_.append(digits.data(), end);
  return *this;
}

Writer& Writer::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

Writer& Writer::null() {
  separate();
  out_ += "null";
  return *this;
}

Writer& Writer::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

}  // namespace vip::json
