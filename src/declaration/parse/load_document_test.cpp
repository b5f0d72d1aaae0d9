// YAML into nodes: kinds, lines, and what two places share by an anchor.
#include "declaration/parse/load_document.h"

#include <gmock/gmock.h>

namespace vip::test {
namespace {

std::string outline(const AstNode& node) {
  const std::string line = std::to_string(node.line);
  switch (node.kind) {
    case AstNode::Kind::null:
      return line + ":null";
    case AstNode::Kind::scalar:
      return line + ":" + (node.quoted ? "'" + node.text + "'" : node.text);
    case AstNode::Kind::list: {
      std::string text = line + ":[";
      for (const AstNode& item : node.items) text += " " + outline(item);
      return text + " ]";
    }
    case AstNode::Kind::map: {
      std::string text = line + ":{";
      for (const AstEntry& entry : node.entries)
        text += " " + outline(entry.key) + " = " + outline(entry.value);
      return text + " }";
    }
  }
  return {};
}

std::string outline(const std::string& text) {
  std::vector<DeclarationError> errors;
  const auto document = load_document({"pets/a.yaml", text}, ErrorSink{"pets/a.yaml", errors});
  if (document != nullptr) return outline(*document);
  return errors.empty() ? "no error" : std::to_string(errors[0].line) + ": " + errors[0].message;
}

TEST(Document, HasNodesWithTheirLines) {
  EXPECT_EQ(outline("a: 1\nb:\n  - x\n  - 'true'\n  - ~\nc: {d: ~}\n"),
            "1:{ 1:a = 1:1 2:b = 3:[ 3:x 4:'true' 5:null ] 6:c = 6:{ 6:d = 6:null } }");
}

TEST(Document, KeepsKeysThatRepeat) {
  EXPECT_EQ(outline("a: 1\na: 2\n"), "1:{ 1:a = 1:1 2:a = 2:2 }");
}

TEST(Document, RepeatsWhatAnAnchorNames) {
  EXPECT_EQ(outline("a: &x {b: 1}\nc: *x\n"), "1:{ 1:a = 1:{ 1:b = 1:1 } 2:c = 1:{ 1:b = 1:1 } }");
}

TEST(Document, IsOneMapping) {
  const std::string expected = "1: expected one YAML document, a mapping of keywords to values";
  EXPECT_EQ(outline(""), expected);
  EXPECT_EQ(outline("- a\n"), expected);
  EXPECT_EQ(outline("a: 1\n---\nb: 2\n"), expected);
  EXPECT_THAT(outline("a: [1\nb: 2\n"), testing::HasSubstr("not YAML: "));
}

}  // namespace
}  // namespace vip::test
