#include "api/response/action_answer.h"

#include <stdexcept>

#include "api/response/content.h"
#include "api/response/record_response.h"

namespace vip {
namespace {

constexpr std::string_view kResults = "{\"results\":[";

}  // namespace

void ActionAnswer::add(const Record& row) {
  if (action_->writes)
    kept_rows_.push_back(row);
  else
    append(row);
}

void ActionAnswer::check() const {
  if (content_ || action_->results || !action_->media.empty()) return;
  if (rows_ + kept_rows_.size() != 1) throw std::logic_error(action_->file + ": it gave no answer");
}

void ActionAnswer::append(const Record& row) {
  if (rows_++ > 0)
    text_.push_back(',');
  else if (action_->results)
    text_ = kResults;
  open_object(text_, *view_, row);
  text_.push_back('}');
}

Result<http::Response> ActionAnswer::response(const BlobStore& blobs, const Uuid& tenant,
                                              const http::Headers& headers,
                                              std::string_view base) && {
  const bool pii = view_->pii || action_->pii;
  if (content_) return content_response(*content_, blobs, tenant, headers, pii);
  for (const Record& row : kept_rows_) append(row);
  const bool own_media = !action_->media.empty();
  if (!own_media && action_->results) {
    if (rows_ == 0) text_ = kResults;
    text_ += "]}";
  }
  http::Response response;
  response.status = action_->status;
  response.header("Content-Type", own_media ? action_->media : "application/json");
  response.body = std::move(text_);
  if (located_)
    response.header("Location", location_of(*located_->resource, located_->id, base, {}));
  if (pii || own_media) response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace vip
