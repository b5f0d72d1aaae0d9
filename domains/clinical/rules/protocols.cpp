// Protocols. Whatever notes may refer to has an id, each id stands once, and every question can be
// answered.
#include "core/decimal.h"
#include "domains/clinical/rules/protocol.h"

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
    const Node sections = array_in(change.after(), sections_);
    std::vector<std::string_view> seen;
    for (std::size_t s = 0; s < sections.items.size(); ++s) {
      const Node& section = sections.items[s];
      const std::string below = "/" + std::to_string(s);
      check_id(section, "section-uuid", below, seen, context);
      const std::vector<Node>& questions = items_in(section, "questions");
      for (std::size_t q = 0; q < questions.size(); ++q)
        check_question({{}, &questions[q]}, below + "/questions/" + std::to_string(q), seen,
                       context);
    }
  }

 private:
  void check_id(const Node& entry, std::string_view name, const std::string& below,
                std::vector<std::string_view>& seen, RuleContext& context) const {
    const std::string_view id = text_in(entry, name);
    if (std::ranges::find(seen, id) != seen.end())
      context.refuse(sections_, ErrorCode::duplicate_item,
                     "The same id stands earlier in the protocol.",
                     below + "/" + std::string{name});
    seen.push_back(id);
  }

  void check_question(const Question& question, const std::string& below,
                      std::vector<std::string_view>& seen, RuleContext& context) const {
    check_id(*question.node, "question-uuid", below, seen, context);
    const std::vector<Node>& answers = items_in(*question.node, "answers");
    for (std::size_t a = 0; a < answers.size(); ++a)
      check_id(answers[a], "answer-uuid", below + "/answers/" + std::to_string(a), seen, context);
    const auto refuse = [&](const char* why) {
      context.refuse(sections_, ErrorCode::question_contradictory, why, below);
    };
    const std::string_view minimum = text_in(*question.node, "minimum");
    const std::string_view maximum = text_in(*question.node, "maximum");
    if (question.is_chosen() == answers.empty())
      refuse("Questions of kind Choice and Choices have answers to choose from, others have none.");
    if (!question.is("Number") && !(minimum.empty() && maximum.empty()))
      refuse("Only questions of kind Number have a minimum and a maximum.");
    constexpr int kScale = 3;
    if (!minimum.empty() && !maximum.empty() &&
        parse_decimal(minimum, kScale).value_or(0) > parse_decimal(maximum, kScale).value_or(0))
      refuse("The minimum is above the maximum.");
  }

  FieldHandle sections_ = own("sections");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_protocols_rules(const RuleSetup& setup) {
  return std::make_unique<ProtocolRules>(setup);
}

}  // namespace vip::domains
