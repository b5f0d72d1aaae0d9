#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/request/job_input.h"
#include "api/response/action_answer.h"
#include "blob/blob_store.h"
#include "blob/upload.h"
#include "engine/data_context.h"
#include "engine/record_input.h"
#include "engine/record_writer.h"
#include "platform/directory.h"
#include "rules/action.h"

namespace vip {

// One call of an action: what it may ask, what it answers, and, where it writes, what it does in
// its transaction.
class ActionInvocation final : public SessionDataContext<ActionCall> {
 public:
  struct Parts {
    const RecordWriter& writer;
    const View& view;  // of the output
    const Action& action;
    const std::vector<Uuid>& ids;
    const ScopeSet& scopes;
    const Body& input;
    const PageWanted& page;
    const Actor& actor;
    BlobStore& blobs;
    Upload* upload;                                   // null when no file came
    JobStart* job = nullptr;                          // where the body is a job's input
    std::span<const std::string> also_accepted = {};  // see UploadedFile
    std::size_t answer_limit = SIZE_MAX;              // bytes
  };
  // `writing` is the same session where the action writes, else null.
  ActionInvocation(const Parts& parts, ReadSession& session, WriteSession* writing);

  const Record& input() const override { return input_; }
  bool given(FieldHandle input_field) const override;
  Uuid path_id(std::size_t index) const override { return parts_.ids.at(index); }
  bool sees_personal(std::string_view group) const override;
  Record answer() const override;
  void respond(const Record& answer) override { answer_.add(answer); }
  bool wants_more() override { return answer_.wants_more(); }
  void respond_text(std::string body) override { answer_.set_text(std::move(body)); }
  void respond_content(KeptContent content) override { answer_.set_content(std::move(content)); }
  void locate(const Resource& resource, const Uuid& id) override { answer_.locate(resource, id); }
  const UploadedFile& upload() const override;
  void keep_upload() override { keeps_ = true; }
  void refuse(FieldHandle input_field, ErrorCode code, std::string detail,
              const std::string& below) override;
  void refuse_at_path(std::string_view parameter, ErrorCode code, std::string detail) override;
  void refuse_not_found(std::string detail) override;
  bool refused() const override { return problem_ || !errors_.empty(); }
  std::optional<Uuid> create(const Resource& resource, std::vector<FieldValue> values) override;
  bool patch(const Resource& resource, const Uuid& id, std::vector<FieldValue> values) override;

  // Runs the rules. Of an answer a response is made once all is on disk.
  Result<ActionAnswer> run(const ActionRules& rules);
  // What was kept of the upload, for whoever learns of the commit.
  PendingBlob take_kept() { return std::move(kept_); }

 private:
  void check_references();
  bool keep(Result<Written> written);
  void add_start(const Resource& resource, std::vector<FieldValue>& values) const;

  Parts parts_;
  WriteSession* writing_;
  Record input_;
  std::vector<FieldError> errors_;
  std::optional<Problem> problem_;
  ActionAnswer answer_;
  std::optional<UploadedFile> uploaded_;
  bool keeps_ = false;
  PendingBlob kept_;
};

}  // namespace vip
