// The merge fields, for authors of templates.
#include "core/json.h"
#include "domains/communications/rules/merge_fields.h"
#include "rules/action.h"

namespace vip::domains {
namespace {

class MergeFields final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    for (const MergeField& field : merge_fields()) {
      if (call.input().has(type_) && !field.belongs_to(call.input().text(type_))) continue;
      Record row = call.answer();
      row.at(*name_.field) = std::string{field.name};
      row.at(*description_.field) = std::string{field.meaning};
      row.at(*types_.field) = types_of(field);
      call.respond(row);
    }
  }

 private:
  std::string types_of(const MergeField& field) const {
    std::string text;
    json::Writer writer{text};
    writer.begin_array();
    for (const std::string& type : type_.field->enum_values)
      if (field.belongs_to(type)) writer.string(type);
    writer.end_array();
    return text;
  }

  FieldHandle type_ = input("type"), name_ = output("name"), description_ = output("description"),
              types_ = output("types");
};

}  // namespace

std::unique_ptr<ActionRules> make_communications_templates_merge_fields_action(
    const ActionSetup& setup) {
  return std::make_unique<MergeFields>(setup);
}

}  // namespace vip::domains
