// Forms: the parts do not depend on how the bytes arrive, and heads of parts are bounded.

#include "http/multipart.h"

#include <algorithm>
#include <string>

#include "fuzz_targets.h"
#include "http/disposition.h"
#include "http/file_name.h"

namespace vip::fuzz {
namespace {

class Recorder final : public http::MultipartReader {
 public:
  Check begin_part(http::PartHead head) override {
    require(!open_, "a part ends before the next begins");
    open_ = true;
    text += "[" + head.name + "|" + head.file_name.value_or("-") + "|" + head.media_type + "]";
    return {};
  }
  Check part(std::string_view piece) override {
    require(open_ && !piece.empty(), "content is within a part");
    text += piece;
    return {};
  }
  Check end_part() override {
    require(open_, "a part that ends has begun");
    open_ = false;
    text += ";";
    return {};
  }

  std::string text;

 private:
  bool open_ = false;
};

// The recorded form, or "!" if it is rejected: how far it was read until then may differ.
std::string read(std::string_view form, std::size_t piece) {
  Recorder recorder;
  http::MultipartDecoder decoder{"b0und", recorder};
  for (std::size_t i = 0; i < form.size(); i += piece)
    if (!decoder.decode(form.substr(i, piece))) return "!";
  return decoder.end() ? recorder.text : "!";
}

}  // namespace

void multipart(std::string_view input) {
  const std::size_t piece = take_number(input) + std::size_t{1};
  const auto whole = read(input, std::max<std::size_t>(input.size(), 1));
  require(whole == read(input, piece), "the form does not depend on the pieces");

  http::Headers headers;
  headers.add("Content-Type", std::string{input});
  if (const auto boundary = http::multipart_boundary(headers))
    require(!boundary->empty() && boundary->size() <= 70, "a boundary has 1 to 70 characters");
  if (const auto value = http::parse_parameterized(input))
    (void)http::disposition_file_name(*value);
  const auto name = http::plain_file_name(http::decode_file_name(input));
  require(name.find('/') == std::string::npos && name != "." && name != "..",
          "the name of a file is not a path");
  const auto disposition = http::parse_parameterized(http::attachment_disposition(name));
  require(disposition.has_value(), "a disposition that is written is read");
  (void)http::decode_extended_file_name(input);
}

}  // namespace vip::fuzz
