// What was uploaded, given back as it came.
#include "rules/action.h"

namespace vip::domains {
namespace {

class DocumentContent final : public ActionRules {
 public:
  explicit DocumentContent(const ActionSetup& setup)
      : documents_{setup.resource("communications/documents")},
        file_name_{&documents_.field("file-name")},
        type_{&documents_.field("mime-type")},
        digest_{&documents_.field("sha-256")},
        created_{&documents_.field("created-date")} {}

  void run(ActionCall& call) const override {
    const auto document = call.find(documents_, call.path_id());
    if (!document) return call.refuse_not_found("There is no Document with this id.");
    call.respond_content({.digest = std::string{document->text(digest_)},
                          .media_type = std::string{document->text(type_)},
                          .file_name = std::string{document->text(file_name_)},
                          .created = {document->number(created_)}});
  }

 private:
  const Resource& documents_;
  FieldHandle file_name_, type_, digest_, created_;
};

}  // namespace

std::unique_ptr<ActionRules> make_communications_documents_content_action(
    const ActionSetup& setup) {
  return std::make_unique<DocumentContent>(setup);
}

}  // namespace vip::domains
