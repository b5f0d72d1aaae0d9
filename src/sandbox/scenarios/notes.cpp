#include "sandbox/scenarios/notes.h"

#include <algorithm>
#include <array>
#include <vector>

#include "sandbox/text_pools.h"

namespace vip::sandbox {
namespace {

constexpr std::array kComplaints{
#define VIP_COMPLAINT(kinds, share, presented, found, thought, done, medicine, work) \
  Complaint{kinds, share, presented, found, thought, done, Use::medicine, work},
#include "sandbox/content/complaints.def"
#undef VIP_COMPLAINT
};

// Questions and answers of the protocols, as in the content of the domain.
constexpr std::string_view kPresented = "350972a5-560e-5aa6-98ae-b7c5363a8e34";
constexpr std::string_view kDemeanour = "0144493f-8239-5e62-8817-fe7b610470bb";
constexpr std::array<std::string_view, 3> kDemeanours{"a1bfca59-69e3-5f64-b2d3-0583d24a853d",
                                                      "a1bfca59-69e3-5f64-b2d3-0583d24a853d",
                                                      "3547ad5e-1920-5699-9908-54dc874a1e84"};
constexpr std::string_view kFound = "4e123f0f-39a0-5be3-a5d3-6cd23964eadc";
constexpr std::string_view kHistory = "2b06ab13-7225-5f36-b6a1-20d3cd420c5e";
constexpr std::string_view kDone = "85b8feae-de3f-5231-a992-27583e4eb901";
constexpr std::string_view kAdvice = "d864f76f-38e1-550c-a585-53490d441ca4";
constexpr std::string_view kWell = "80324884-f68d-5037-b747-635c1b932106";
constexpr std::string_view kWellYes = "980b867e-f565-54aa-a4e4-c291c3035930";
constexpr std::string_view kParasites = "36cc8c4a-4c94-5452-96d8-1500a14f543e";
constexpr std::array<std::string_view, 2> kParasiteAnswers{"ad3610e2-fa26-571a-b9c6-5fd1c6eddf68",
                                                           "1ce5f1ca-ca1d-570f-b782-152aa7497cff"};
constexpr std::string_view kFindings = "7f9ac2d6-a7c9-52d9-9cc7-8705b4431146";
constexpr std::string_view kFit = "43530b40-d024-5822-bc9c-87a46a7affd1";
constexpr std::string_view kFitYes = "7b9aeb88-eea1-58e0-9c58-6bfd1b583e85";
constexpr std::string_view kCheckAdvice = "8575293c-cd3b-5794-b145-993dae195476";

constexpr std::string_view kHistories =
    "Eating and drinking as usual|Eats less than usual|First time that this happened|Had the same "
    "last year|No change of food or routine|Other animals in the house are well|Started after a "
    "stay away from home|Owner has tried nothing so far";
constexpr std::string_view kAdvices =
    "Call at once if worse|Come back in a week|Come back in two weeks|No recheck unless the owner "
    "worries|Weigh at home each week|Keep quiet for three days|Send a video if it happens again";
constexpr std::string_view kProgress =
    "Much better after the treatment|Better, but not yet right|No change so far|Owner is pleased|"
    "Finished the course two days ago|Was better, then came back when the tablets ended";
constexpr std::string_view kRecheckFindings =
    "Findings of the last visit have gone|Milder than at the last visit|Unchanged on examination|"
    "Healing well, no discharge|Comfortable on palpation";
constexpr std::string_view kRecheckPlans =
    "Signed off|Continue for two more weeks|Stop the medicine and watch|Change of dose, recheck in "
    "a week|Further tests if it returns";
constexpr std::string_view kCheckFindings =
    "Nothing abnormal found|Slight tartar on the upper teeth|A little over the ideal weight|Nails "
    "long, clipped|Small wart on the flank, watch it|Soft murmur grade I, listen again next year|"
    "Lenses slightly cloudy, normal for the age|Coat in good condition, no fleas seen";
constexpr std::string_view kCheckAdvices =
    "Dental chews or brushing each day|Lose half a kilogram by the next visit|Worm every three "
    "months|May be quiet for a day after the vaccine|Flea and tick treatment each month|Insurance "
    "and microchip details up to date";

class Answers {
 public:
  Answers& say(std::string_view question, std::string_view text) {
    return add(question, "text", text);
  }
  Answers& choose(std::string_view question, std::string_view answer) {
    return add(question, "answer-uuid", answer);
  }
  Value json() const { return Value{"[" + answers_ + "]"}; }

 private:
  Answers& add(std::string_view question, std::string_view member, std::string_view value) {
    answers_ += (answers_.empty() ? "" : ",") + (R"({"question-uuid":")" + std::string(question)) +
                R"(",")" + std::string(member) + R"(":")" + std::string(value) + R"("})";
    return *this;
  }
  std::string answers_;
};

Uuid write(Seeder& seeder, const Visit& visit, std::string_view protocol, const Answers& answers,
           NamedValues more = {}) {
  more.emplace_back("protocol-uuid", Value{seeder.entry("clinical/protocols", protocol)});
  more.emplace_back("answers", answers.json());
  return record(seeder, visit, "clinical/clinical-notes", std::move(more));
}

Answers consultation(Random& random, const Complaint& complaint) {
  Answers answers;
  answers.say(kPresented, any_phrase(random, complaint.presented));
  answers.say(kHistory, any_phrase(random, kHistories));
  answers.choose(kDemeanour, kDemeanours[random.below(kDemeanours.size())]);
  const std::string found(any_phrase(random, complaint.found));
  const std::string thought(any_phrase(random, complaint.thought));
  answers.say(kFound, found + ". Assessment: " + thought);
  answers.say(kDone, any_phrase(random, complaint.done));
  answers.say(kAdvice, any_phrase(random, kAdvices));
  return answers;
}

}  // namespace

std::span<const Complaint> complaints() { return kComplaints; }

std::string_view any_phrase(Random& random, std::string_view phrases) {
  const auto count = static_cast<std::size_t>(std::ranges::count(phrases, '|')) + 1;
  for (std::size_t skip = random.below(count); skip > 0; --skip)
    phrases.remove_prefix(phrases.find('|') + 1);
  return phrases.substr(0, phrases.find('|'));
}

const Complaint& any_complaint(Random& random, const Patient& patient) {
  const char kind = patient.herd ? 'f' : kind_of(patient.species());
  const auto fits = [&](const Complaint& each) {
    return each.kinds.find(kind) != std::string_view::npos;
  };
  std::size_t all = 0;
  for (const Complaint& each : kComplaints) all += fits(each) ? each.share : 0;
  std::size_t drawn = random.below(all);
  for (const Complaint& each : kComplaints) {
    if (!fits(each)) continue;
    if (drawn < each.share) return each;
    drawn -= each.share;
  }
  return kComplaints.back();
}

Uuid write_note(Seeder& seeder, const Visit& visit, const Complaint& complaint) {
  return write(seeder, visit, "soap-consultation", consultation(seeder.random(), complaint));
}

Uuid write_recheck(Seeder& seeder, const Visit& visit, const Complaint& complaint) {
  Random& random = seeder.random();
  Answers answers;
  const std::string before(any_phrase(random, complaint.thought));
  const std::string progress(any_phrase(random, kProgress));
  answers.say(kPresented, "Recheck: " + before + ". " + progress);
  answers.choose(kDemeanour, kDemeanours.front());
  answers.say(kFound, any_phrase(random, kRecheckFindings));
  answers.say(kDone, any_phrase(random, kRecheckPlans));
  return write(seeder, visit, "soap-consultation", answers);
}

Uuid write_health_check(Seeder& seeder, const Visit& visit) {
  Random& random = seeder.random();
  Answers answers;
  answers.choose(kWell, kWellYes);
  answers.choose(kParasites, kParasiteAnswers[random.chance(70) ? 0 : 1]);
  answers.say(kFindings, any_phrase(random, kCheckFindings));
  answers.choose(kFit, kFitYes);
  answers.say(kCheckAdvice, any_phrase(random, kCheckAdvices));
  return write(seeder, visit, "health-check", answers);
}

void amend_note(Seeder& seeder, const Visit& visit, const Uuid& note, const Complaint& complaint) {
  write(seeder, visit, "soap-consultation", consultation(seeder.random(), complaint),
        {{"amends-note-uuid", Value{note}},
         {"amendment-reason", text("Left and right were mixed up")}});
}

}  // namespace vip::sandbox
