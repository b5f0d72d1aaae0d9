// Protocols. Whatever notes may refer to has an id, each id stands once, and every question can be
// answered.
#include "domains/clinical/rules/protocol.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

using json::Node;

// Gives every section, question and answer an id that has none.
void give_ids(Node& node, World& world) {
  for (Node& item : node.items) give_ids(item, world);
  for (auto& [member, value] : node.members) {
    give_ids(value, world);
    if (!member.ends_with("-uuid") || !value.is(Node::Kind::null)) continue;
    value.kind = Node::Kind::string;
    value.text = to_string(world.new_id());
  }
}

class ProtocolRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!is_new(change, sections_)) return;
    Node sections = array_in(change.after(), sections_);
    give_ids(sections, context);
    context.set(sections_, json::to_string(sections));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!is_new(change, sections_)) return;
    std::vector<std::string> seen;
    for (const JsonEntry& section : entries_in(change.after(), sections_))
      check_id(section, "section-uuid", seen, context);
    for (const Question& question : questions_of(change.after(), sections_)) {
      check_id(question.entry, "question-uuid", seen, context);
      for (const JsonEntry& answer : question.answers())
        check_id(answer, "answer-uuid", seen, context);
      check_question(question, context);
    }
  }

 private:
  void check_id(const JsonEntry& entry, std::string_view name, std::vector<std::string>& seen,
                RuleContext& context) const {
    const std::string id{entry.text(name)};
    if (std::ranges::find(seen, id) != seen.end())
      context.refuse(sections_, ErrorCode::duplicate_item,
                     "The same id stands earlier in the protocol.", entry.place_of(name));
    seen.push_back(id);
  }

  void check_question(const Question& question, RuleContext& context) const {
    const auto refuse = [&](const char* why) {
      context.refuse(sections_, ErrorCode::question_contradictory, why, question.entry.place);
    };
    const auto least = question.bound("minimum"), most = question.bound("maximum");
    if (question.is_chosen() == question.answers().empty())
      refuse("Questions of kind Choice and Choices have answers to choose from, others have none.");
    if (!question.is("Number") && (least || most))
      refuse("Only questions of kind Number have a minimum and a maximum.");
    if (least && most && *least > *most) refuse("The minimum is above the maximum.");
  }

  FieldHandle sections_ = own("sections");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_protocols_rules(const RuleSetup& setup) {
  return std::make_unique<ProtocolRules>(setup);
}

}  // namespace vip::domains
