// closes-with: a record is out of use while one that it belongs to is: a patient with its account,
// an account with its contact. So nothing new can be recorded for what was closed further up.
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/closing.h"

namespace vip {
namespace {

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  std::vector<const Field*> references;
  if (!scope.value().is_list() || scope.value().items.empty()) {
    scope.expect("a list in brackets of references");
    return nullptr;
  }
  for (const AstNode& item : scope.value().items) {
    const Field* field = scope.own_field(item.text);
    if (field == nullptr) continue;
    if (!field->is_reference() || field->type != FieldType::uuid)
      scope.error(field->name + " does not refer to one record");
    else
      references.push_back(field);
  }
  return std::make_shared<ClosesWith>(std::move(references));
}

}  // namespace

Keyword make_closes_with_keyword() {
  return {.name = "closes-with", .of = Keyword::Of::resources, .order = 15, .read = read};
}

}  // namespace vip
