// Clinical documents. An entry in the history names a folder, so that it can stand for several
// files; a caller who knows only the document need not ask for its folder.
#include "domains/clinical/rules/clinical_rules.h"

namespace vip::domains {
namespace {

class ClinicalDocumentRules final : public ClinicalRules {
 public:
  explicit ClinicalDocumentRules(const RuleSetup& setup)
      : ClinicalRules{setup, "Document"},
        folder_{setup.field("document-folder-uuid")},
        document_{setup.field("document-uuid")},
        description_{setup.field("description")},
        folder_of_document_{
            field_if_served(setup, "communications/documents", "document-folder-uuid")} {}

  void prepare(const Change& change, RuleContext& context) const override {
    ClinicalRules::prepare(change, context);
    if (change.after().has(folder_)) return;
    if (const auto document = context.find(document_, change.after()))
      context.set(folder_, document->at(folder_of_document_));
  }

  void validate(const Change& change, RuleContext& context) const override {
    ClinicalRules::validate(change, context);
    const Record& after = change.after();
    const auto document = context.find(document_, after);
    if (!after.has(folder_) && !after.has(document_))
      context.refuse(folder_, ErrorCode::required_here,
                     "Expected the document-folder-uuid of an upload, or a document-uuid.");
    else if (document && document->uuid(folder_of_document_) != after.uuid(folder_))
      context.refuse(document_, ErrorCode::document_not_in_folder);
  }

 protected:
  std::string summary(const Record& record, World&) const override {
    return std::string{record.text(description_)};
  }

 private:
  FieldHandle folder_, document_, description_, folder_of_document_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_clinical_documents_rules(const RuleSetup& setup) {
  return std::make_unique<ClinicalDocumentRules>(setup);
}

}  // namespace vip::domains
