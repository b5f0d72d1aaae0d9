#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/job_input.h"
#include "api/request/list_query.h"
#include "api/response/json_view.h"
#include "blob/blob_store.h"
#include "blob/upload.h"
#include "engine/record_input.h"
#include "engine/record_writer.h"
#include "rules/action.h"

namespace vip {

// The input of an action from a body (POST) or from a query string (GET, uploads) and a form's
// text fields: checked against the declaration, 400, then for personal fields, 403.
Result<Body> decode_input(const Action& action, std::string_view body, std::string_view query,
                          bool pii, std::vector<RawParameter> fields = {});

// One call of an action: what it may ask, what it answers, and, where it writes, what it does in
// its transaction.
class ActionInvocation final : public ActionCall {
 public:
  struct Parts {
    const RecordWriter& engine;
    const View& view;  // of the output
    const Action& action;
    const std::vector<Uuid>& ids;
    const ScopeSet& scopes;
    const Body& input;
    const Actor& actor;
    std::string_view base;  // of URLs that the answer names
    const http::Headers& headers;
    BlobStore& blobs;
    Upload* upload;           // null when no file came
    JobStart* job = nullptr;  // where the body is a job's input
  };
  // `writing` is the same session where the action writes, else null.
  ActionInvocation(const Parts& parts, ReadSession& session, WriteSession* writing);

  Instant now() const override;
  Date today(const Record* location) const override;
  std::string time_zone(const Record* location) const override;
  const Tenant& tenant() const override { return *parts_.actor.tenant; }
  Uuid new_id() override { return parts_.actor.new_id(now()); }
  std::optional<Record> find(FieldHandle reference, const Record& record) override;
  std::optional<Record> find(const Resource& resource, const Uuid& id) override;
  std::vector<Record> select(const Resource& resource, const Selection& selection) override;
  void each(const Resource& resource, const Selection& selection,
            const std::function<bool(const Record&)>& visit) override;

  const Record& input() const override { return input_; }
  bool given(FieldHandle input_field) const override;
  Uuid path_id(std::size_t index) const override { return parts_.ids.at(index); }
  bool sees_personal(std::string_view group) const override;
  Record answer() const override;
  void respond(const Record& answer) override;
  void respond_text(std::string body) override { text_ = std::move(body); }
  void respond_content(KeptContent content) override { content_ = std::move(content); }
  void locate(const Resource& resource, const Uuid& id) override;
  const UploadedFile& upload() const override;
  void keep_upload() override { keeps_ = true; }
  void refuse(FieldHandle input_field, ErrorCode code, std::string detail,
              const std::string& below) override;
  void refuse_at_path(std::string_view parameter, ErrorCode code, std::string detail) override;
  void refuse_not_found(std::string detail) override;
  bool refused() const override { return problem_ || !errors_.empty(); }
  std::optional<Uuid> create(const Resource& resource, std::vector<FieldValue> values) override;
  bool patch(const Resource& resource, const Uuid& id, std::vector<FieldValue> values) override;

  // Runs the rules and makes the answer.
  Result<http::Response> run(const ActionRules& rules);
  // What was kept of the upload, for whoever learns of the commit.
  PendingBlob take_kept() { return std::move(kept_); }

 private:
  void check_references();
  Result<http::Response> response();
  bool keep(Result<Written> written);
  void add_start(const Resource& resource, std::vector<FieldValue>& values) const;

  Parts parts_;
  ReadSession& session_;
  WriteSession* writing_;
  Record input_;
  std::vector<FieldError> errors_;
  std::optional<Problem> problem_;
  std::string text_;
  std::size_t rows_ = 0;
  std::string location_;
  std::optional<UploadedFile> uploaded_;
  bool keeps_ = false;
  PendingBlob kept_;
  std::optional<KeptContent> content_;
};

}  // namespace vip
