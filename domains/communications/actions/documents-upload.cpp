// An upload becomes a document: its type is detected from the file, a folder is created if there is
// none, and the content is stored under its digest.
#include <array>
#include <fstream>

#include "core/text.h"
#include "domains/communications/actions/file_kind.h"
#include "domains/shared/shared_fields.h"
#include "rules/action.h"

namespace vip::domains {
namespace {

// The file lies in the spool as long as the action runs.
FileContent content_of(const UploadedFile& file) {
  return {file.beginning, file.size, [path = file.path](std::uint64_t offset, std::size_t length) {
            std::string bytes(length, '\0');
            std::ifstream stream{path, std::ios::binary};
            stream.seekg(static_cast<std::streamoff>(offset));
            stream.read(bytes.data(), static_cast<std::streamsize>(length));
            bytes.resize(static_cast<std::size_t>(stream.gcount()));
            return bytes;
          }};
}

std::string last_name(std::string_view path) {
  const auto slash = path.find_last_of("/\\");
  return std::string{slash == std::string_view::npos ? path : path.substr(slash + 1)};
}

std::string without_ending(const std::string& file_name) {
  const auto dot = file_name.rfind('.');
  return dot == std::string::npos || dot == 0 ? file_name : file_name.substr(0, dot);
}

class DocumentUpload final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const UploadedFile& file = call.upload();
    const Record& input = call.input();
    const std::string name = last_name(input.has(file_name_) ? input.text(file_name_)
                                                             : std::string_view{file.file_name});
    check_name(name, call);
    if (call.refused()) return;
    auto type = media_type_of(content_of(file), {file.media_type, name}, file.also_accepted);
    if (!type) call.refuse(file_name_, type.error().code, type.error().detail);
    if (call.refused()) return;

    const auto folder =
        input.has(folder_) ? std::optional{input.uuid(folder_)} : call.create(folders_, {});
    if (!folder) return;
    const auto& [of_folder, of_name, of_title, of_type, of_size, of_digest] = of_document_;
    std::vector<FieldValue> values{
        {of_folder, *folder},
        {of_name, name},
        {of_title, input.has(title_) ? input.at(title_) : Value{without_ending(name)}},
        {of_type, *std::move(type)},
        {of_size, static_cast<std::int64_t>(file.size)},
        {of_digest, file.digest}};
    shared_.append_to(values, input);
    const auto document = call.create(documents_, std::move(values));
    if (!document) return;
    call.keep_upload();
    call.locate(documents_, *document);
    Record answer = call.answer();
    answer.at(*answered_document_.field) = *document;
    answer.at(*answered_folder_.field) = *folder;
    call.respond(answer);
  }

 private:
  // A file name from a form has not passed the checks of the input.
  void check_name(const std::string& name, ActionCall& call) const {
    if (name.empty())
      return call.refuse(
          file_name_, errors::required,
          "Expected the file's name: as this parameter, or with the file in a form.");
    if (is_blank(name) || name == "." || name == ".." || !has_only_printable(name, false))
      return call.refuse(file_name_, errors::invalid_characters,
                         "Expected a name of printable characters.");
    if (count_code_points(name) > file_name_.field->max_length)
      call.refuse(file_name_, errors::too_long, "Expected a name of at most 255 characters.");
  }

  const Resource& documents_ = resource("communications/documents");
  const Resource& folders_ = resource("communications/document-folders");
  FieldHandle folder_ = input("document-folder-uuid"), file_name_ = input("file-name"),
              title_ = input("title"), answered_document_ = output("document-uuid"),
              answered_folder_ = output("document-folder-uuid");
  std::array<FieldHandle, 6> of_document_{of(documents_, "document-folder-uuid"),
                                          of(documents_, "file-name"),
                                          of(documents_, "title"),
                                          of(documents_, "mime-type"),
                                          of(documents_, "size"),
                                          of(documents_, "sha-256")};
  SharedFields shared_{*setup().action.input,
                       &documents_,
                       {{"document-folder-uuid", ""}, {"file-name", ""}, {"title", ""}}};
};

}  // namespace

std::unique_ptr<ActionRules> make_communications_documents_upload_action(const ActionSetup& setup) {
  return std::make_unique<DocumentUpload>(setup);
}

}  // namespace vip::domains
