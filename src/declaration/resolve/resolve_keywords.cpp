// The keywords that have a file of their own: of each field, its members and each resource.
//
// Why keyword by keyword: a resource's constraints then stand in the order in which changes and
// documents come to them.
#include "declaration/resolve/keyword_scope.h"
#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

class KeywordResolver {
 public:
  KeywordResolver(CatalogueAst& ast, const Keyword& keyword) : ast_{ast}, keyword_{keyword} {}

  void resolve(ResourceAst& owner) {
    if (keyword_.of == Keyword::Of::resources) {
      for (const Mapping::Entry& entry : owner.keywords)
        if (entry.name == keyword_.name)
          read(KeywordScope{ast_, {owner}, entry}, owner, owner.resource->constraints);
      return;
    }
    for (Field& field : owner.resource->fields) resolve(owner, field, field, owner.ast_of(field));
  }

 private:
  void read(const KeywordScope& scope, ResourceAst& owner,
            std::vector<std::shared_ptr<const Constraint>>& constraints) {
    auto constraint = keyword_.read(scope);
    if (constraint == nullptr) return;
    constraints.push_back(constraint);
    owner.resource->all_constraints.push_back(std::move(constraint));
  }

  void resolve(ResourceAst& owner, const Field& top, Field& field, const FieldAst& declared) {
    if (const Mapping::Entry* entry = declared.find(keyword_.name))
      read(KeywordScope{ast_, {owner, &top, &field, &declared}, *entry}, owner, field.constraints);
    if (keyword_.of != Keyword::Of::fields_and_members) return;
    for (std::size_t i = 0; i < declared.members.size(); ++i)
      resolve(owner, top, field.members[i], declared.members[i]);
    for (std::size_t i = 0; i < declared.items.size(); ++i)
      resolve(owner, top, field.items[i], declared.items[i]);
  }

  CatalogueAst& ast_;
  const Keyword& keyword_;
};

}  // namespace

void resolve_keywords(CatalogueAst& ast, const KeywordRegistry& keywords) {
  const std::vector<ResourceAst*> all = ast.all();
  for (const Keyword& keyword : keywords.all) {
    KeywordResolver resolver{ast, keyword};
    for (ResourceAst* owner : all) resolver.resolve(*owner);
    CatalogueScope scope{ast};
    if (keyword.join != nullptr) keyword.join(scope);
  }
}

}  // namespace vip
