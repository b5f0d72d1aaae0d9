// YAML into nodes. The only place that knows of yaml-cpp.
//
// Why by its events: a tree of its own would be built first, of which every look-up costs a search
// and every copy a count of references.
#include "declaration/parse/load_document.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace vip {
namespace {

int line_at(const YAML::Mark& mark) { return std::max(mark.line, 0) + 1; }

// Builds the tree of a document from what the parser comes across.
class NodeBuilder final : public YAML::EventHandler {
 public:
  AstNode root;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    begin(AstNode::Kind::null, mark, anchor);
    end();
  }
  void OnAlias(const YAML::Mark&, YAML::anchor_t anchor) override {
    open_.push_back({anchored_[anchor], 0});
    end();
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    begin(AstNode::Kind::scalar, mark, anchor);
    open_.back().node.text = value;
    open_.back().node.quoted = tag == "!";
    end();
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(AstNode::Kind::list, mark, anchor);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(AstNode::Kind::map, mark, anchor);
  }
  void OnMapEnd() override { end(); }

 private:
  struct Open {
    AstNode node;
    YAML::anchor_t anchor;
    bool has_key = false;  // of a map: its last entry waits for the value
  };

  void begin(AstNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    AstNode node;
    node.kind = kind;
    node.line = line_at(mark);
    open_.push_back({std::move(node), anchor});
  }
  void end() {
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.anchor != YAML::NullAnchor) anchored_[done.anchor] = done.node;
    if (open_.empty()) {
      root = std::move(done.node);
      return;
    }
    Open& into = open_.back();
    if (into.node.is_list()) {
      into.node.items.push_back(std::move(done.node));
    } else if (into.has_key) {
      into.node.entries.back().value = std::move(done.node);
      into.has_key = false;
    } else {
      into.node.entries.push_back({std::move(done.node), {}});
      into.has_key = true;
    }
  }

  std::vector<Open> open_;
  std::map<YAML::anchor_t, AstNode> anchored_;
};

}  // namespace

std::unique_ptr<const AstNode> load_document(const DeclarationFile& file, const ErrorSink& errors) {
  try {
    std::istringstream text{file.text};
    YAML::Parser parser{text};
    NodeBuilder first, second;
    const bool some = parser.HandleNextDocument(first);
    const bool several = some && parser.HandleNextDocument(second);
    if (some && !several && first.root.is_map())
      return std::make_unique<const AstNode>(std::move(first.root));
    errors.add(1, "expected one YAML document, a mapping of keywords to values");
  } catch (const YAML::Exception& error) {
    errors.add(line_at(error.mark), "not YAML: " + error.msg);
  }
  return nullptr;
}

}  // namespace vip
