#include "jobs/job_lines.h"

#include <algorithm>

#include "api/request/job_input.h"
#include "core/did_you_mean.h"
#include "engine/value_codec.h"

namespace vip {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

void decode_member(const Field& field, const json::Node* node, const LocalZone& zone,
                   JobLine& line) {
  const std::string pointer = pointer_to(field.name);
  if (node == nullptr || node->is(json::Node::Kind::null)) {
    if (field.required)
      line.errors.push_back(
          at_pointer(pointer, errors::required, "Expected " + accepted(field) + "."));
    return;
  }
  auto value = decode_json(field, *node, zone);
  if (value) {
    line.values.at(field) = std::move(*value);
    return;
  }
  for (ValueError& error : value.error())
    line.errors.push_back(at_pointer(pointer + error.below, error.code, std::move(error.message)));
}

void refuse_unknown(const Resource& resource, const json::Node& node, JobLine& line) {
  for (const auto& [name, value] : node.members) {
    if (resource.find(name) != nullptr) continue;
    std::vector<std::string_view> known;
    for (const Field& field : resource.fields) known.push_back(field.name);
    line.errors.push_back(at_pointer(pointer_to(name), errors::unknown_field,
                                     did_you_mean("No such field here", name, known)));
  }
}

}  // namespace

JobLine decode_line(const Resource& resource, std::int64_t number, const json::Node& node,
                    const LocalZone& zone) {
  JobLine line;
  line.number = number;
  line.values.resource = &resource;
  line.values.values.resize(resource.fields.size());
  if (!node.is(json::Node::Kind::object)) {
    line.errors.push_back(at_pointer("", errors::invalid_type, "Expected an object."));
    return line;
  }
  refuse_unknown(resource, node, line);
  for (const Field& field : resource.fields)
    decode_member(field, node.find(field.name), zone, line);
  return line;
}

JobLines::JobLines(const std::string& path, const JobKind& kind, std::int64_t done, LocalZone zone)
    : kind_{kind},
      done_{done},
      zone_{std::move(zone)},
      file_{path, std::ios::binary},
      reader_{kind.member, kind.most, kLineLimits,
              [this](std::int64_t number, const json::Node& node) {
                waiting_.push_back(decode_line(*kind_.line, number, node, zone_));
                waiting_.back().done = number <= done_;
              }} {
  piece_.resize(kPiece);
  if (!file_) throw JobFailed("The input of the job is not there any more.");
}

void JobLines::read_more() {
  file_.read(piece_.data(), static_cast<std::streamsize>(piece_.size()));
  const auto size = static_cast<std::size_t>(file_.gcount());
  Check read = size > 0 ? reader_.feed(std::string_view(piece_).substr(0, size)) : Check{};
  if (read && size < piece_.size()) {
    ended_ = true;
    read = reader_.finish();
  }
  if (!read) throw JobFailed(read.error().detail);
}

std::vector<JobLine> JobLines::next(std::size_t most) {
  while (waiting_.size() < most && !ended_) read_more();
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(most, waiting_.size()));
  std::vector<JobLine> lines(std::make_move_iterator(waiting_.begin()),
                             std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return lines;
}

}  // namespace vip
