// Clinical documents. An entry in the history names a folder, so that it can stand for several
// files; a caller who knows only the document need not ask for its folder.
#include "rules/rules.h"

namespace vip::domains {
namespace {

class ClinicalDocumentRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.after().has(folder_) && !change.after().has(document_))
      context.refuse(folder_, ErrorCode::required_here,
                     "Expected the document-folder-uuid of an upload, or a document-uuid.");
  }

 private:
  FieldHandle folder_ = own("document-folder-uuid"), document_ = own("document-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_clinical_documents_rules(const RuleSetup& setup) {
  return std::make_unique<ClinicalDocumentRules>(setup);
}

}  // namespace vip::domains
