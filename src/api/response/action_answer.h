#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/response/json_view.h"
#include "blob/blob_store.h"
#include "http/message.h"
#include "rules/action.h"

namespace vip {

// What an action has answered, before it is a response. Rows of an action that only reads are
// written as they come; those of one that writes are kept until the commit.
class ActionAnswer {
 public:
  ActionAnswer(const Action& action, const View& view) : action_{&action}, view_{&view} {}

  void add(const Record& row);
  void set_text(std::string text) { text_ = std::move(text); }
  void set_content(KeptContent content) { content_ = std::move(content); }
  void locate(const Resource& resource, const Uuid& id) { located_ = {&resource, id}; }

  // Throws std::logic_error when there is no answer, or more than one where one is due.
  void check() const;

  // 206, 304 and 416 where it is a content that the caller asks for in part or has already.
  Result<http::Response> response(const BlobStore& blobs, const Uuid& tenant,
                                  const http::Headers& headers, std::string_view base) &&;

 private:
  struct Located {
    const Resource* resource = nullptr;
    Uuid id;
  };
  void append(const Record& row);

  const Action* action_;
  const View* view_;  // of the output
  std::string text_;
  std::size_t rows_ = 0;
  std::vector<Record> kept_rows_;
  std::optional<Located> located_;
  std::optional<KeptContent> content_;
};

}  // namespace vip
