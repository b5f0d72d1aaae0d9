// Returns uploaded content unchanged.
#include "rules/action.h"

namespace vip::domains {
namespace {

class DocumentContent final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const auto document = call.find(documents_, call.path_id());
    if (!document) return call.refuse_not_found("There is no Document with this id.");
    call.respond_content({.digest = std::string{document->text(digest_)},
                          .media_type = std::string{document->text(type_)},
                          .file_name = std::string{document->text(file_name_)},
                          .created = {document->number(created_)}});
  }

 private:
  const Resource& documents_ = resource("communications/documents");
  FieldHandle file_name_ = of(documents_, "file-name"), type_ = of(documents_, "mime-type"),
              digest_ = of(documents_, "sha-256"), created_ = of(documents_, "created-date");
};

}  // namespace

std::unique_ptr<ActionRules> make_communications_documents_content_action(
    const ActionSetup& setup) {
  return std::make_unique<DocumentContent>(setup);
}

}  // namespace vip::domains
