#include "sandbox/text_pools.h"

#include <algorithm>
#include <array>
#include <span>

namespace vip::sandbox {
namespace {

using Pool = std::span<const std::string_view>;

constexpr std::array<std::string_view, 56> kFemale{
    "Amelia",  "Olivia",   "Isla",    "Ava",    "Freya",     "Grace",     "Margaret",
    "Susan",   "Patricia", "Karen",   "Emily",  "Charlotte", "Sophie",    "Hannah",
    "Megan",   "Ruth",     "Priya",   "Aisha",  "Fatima",    "Zainab",    "Niamh",
    "Siobhán", "Bronwen",  "Cerys",   "Mairi",  "Eilidh",    "Helen",     "Joanne",
    "Deborah", "Julie",    "Alison",  "Fiona",  "Heather",   "Louise",    "Rachel",
    "Rebecca", "Sarah",    "Tracy",   "Wendy",  "Zoë",       "Agnieszka", "Katarzyna",
    "Ngozi",   "Adaeze",   "Mei",     "Yasmin", "Chloe",     "Daisy",     "Poppy",
    "Rosie",   "Beatrice", "Harriet", "Imogen", "Jemima",    "Matilda",   "Winifred"};
constexpr std::array<std::string_view, 56> kMale{
    "Oliver",  "George",   "Harry",   "Jack",   "Noah",    "Leo",     "Arthur", "David",
    "Peter",   "Michael",  "John",    "Paul",   "Andrew",  "Stephen", "Mark",   "Ian",
    "Hamish",  "Callum",   "Rhys",    "Dylan",  "Gareth",  "Owen",    "Seán",   "Liam",
    "Declan",  "Mohammed", "Imran",   "Ravi",   "Arjun",   "Sanjay",  "Tomasz", "Piotr",
    "Wei",     "Kwame",    "Chidi",   "Thomas", "William", "James",   "Edward", "Henry",
    "Charles", "Robert",   "Richard", "Simon",  "Neil",    "Keith",   "Graham", "Trevor",
    "Nigel",   "Alan",     "Brian",   "Colin",  "Dennis",  "Ernest",  "Felix",  "Rupert"};
constexpr std::array<std::string_view, 96> kLast{
    "Hargreaves", "Smith",      "Jones",     "Taylor",      "Brown",     "Williams",
    "Wilson",     "Johnson",    "Davies",    "Patel",       "Wright",    "Evans",
    "Walker",     "White",      "Roberts",   "Green",       "Hall",      "Thomas",
    "Clarke",     "Jackson",    "Wood",      "Harris",      "Edwards",   "Turner",
    "Martin",     "Cooper",     "Hill",      "Ward",        "Hughes",    "Moore",
    "Clark",      "King",       "Harrison",  "Lewis",       "Baker",     "Lee",
    "Allen",      "Morris",     "Khan",      "Scott",       "Watson",    "Davis",
    "Parker",     "James",      "Bennett",   "Young",       "Phillips",  "Richardson",
    "Mitchell",   "Bailey",     "Carter",    "Cook",        "Singh",     "Shaw",
    "Bell",       "Collins",    "Morgan",    "Kelly",       "Begum",     "Miller",
    "Cox",        "Hussain",    "Marshall",  "Simpson",     "Price",     "Anderson",
    "Adams",      "Wilkinson",  "Foster",    "Ellis",       "Murphy",    "Chapman",
    "Mason",      "Gray",       "Richards",  "Webb",        "Rogers",    "Hunt",
    "Mills",      "Palmer",     "Holmes",    "Campbell",    "MacDonald", "O'Neill",
    "O'Brien",    "Fitzgerald", "Llewellyn", "Pryce-Jones", "Okafor",    "Adeyemi",
    "Kowalski",   "Nowak",      "Müller",    "García",      "Nguyễn",    "Featherstonehaugh"};
constexpr std::array<std::string_view, 16> kFarms{
    "Home Farm",      "Manor Farm",         "Hill Top Farm",    "Brook Farm",
    "Church Farm",    "Glebe Farm",         "Moor End Farm",    "Lower Barn Farm",
    "Oak Tree Farm",  "Willow Bank Livery", "Long Meadow Stud", "Beech Hill Farm",
    "Red House Farm", "Priory Farm",        "Windmill Livery",  "Sandpit Farm"};
constexpr std::array<std::string_view, 40> kStreets{
    "Acacia Avenue", "Mill Lane",        "Church Road",    "High Street",     "Station Road",
    "Orchard Close", "The Green",        "Park View",      "Elm Grove",       "Kings Road",
    "Queens Drive",  "Victoria Terrace", "Albert Street",  "Chapel Hill",     "Water Lane",
    "Manor Way",     "Meadow Rise",      "Beech Walk",     "Oak Crescent",    "Willow Court",
    "Rectory Lane",  "School Lane",      "Bridge Street",  "Back Lane",       "Primrose Hill",
    "Hawthorn Road", "Cedar Avenue",     "Larch Close",    "Maple Drive",     "Rowan Gardens",
    "Sycamore Road", "Birch Lane",       "Lime Grove",     "Chestnut Avenue", "Poplar Street",
    "Holly Bank",    "Ivy Cottages",     "Laburnum Grove", "Heather View",    "Broom Hill"};
struct AnimalName {
  std::string_view name, sexes, kinds;
};
constexpr std::array kAnimalNames{
#define VIP_ANIMAL_NAME(name, sexes, kinds) AnimalName{name, sexes, kinds},
#include "sandbox/content/animal_names.def"
#undef VIP_ANIMAL_NAME
};

struct Condition {
  std::string_view text, kinds;
  std::int64_t from_years;
};
constexpr std::array kConditions{
#define VIP_CONDITION(text, kinds, years) Condition{text, kinds, years},
#define VIP_REMARK(text, kinds)
#include "sandbox/content/patient_remarks.def"
#undef VIP_CONDITION
#undef VIP_REMARK
};
struct Remark {
  std::string_view text, kinds;
};
constexpr std::array kRemarks{
#define VIP_CONDITION(text, kinds, years)
#define VIP_REMARK(text, kinds) Remark{text, kinds},
#include "sandbox/content/patient_remarks.def"
#undef VIP_CONDITION
#undef VIP_REMARK
};

// One of those that fit, drawn with one number; null if none does.
template <class T, class Fits>
const T* any_of(Random& random, std::span<const T> all, Fits fits) {
  const auto count = static_cast<std::size_t>(std::ranges::count_if(all, fits));
  std::size_t drawn = random.below(count);
  for (const T& each : all)
    if (fits(each) && drawn-- == 0) return &each;
  return nullptr;
}

constexpr std::array<std::string_view, 15> kLandlines{
    "020 7946 0", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0",
    "0117 496 0", "0118 496 0", "0121 496 0", "0131 496 0", "0141 496 0",
    "0151 496 0", "0161 496 0", "0191 498 0", "029 2018 0", "01632 960"};

std::string digits(std::size_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

}  // namespace

std::string_view first_name(Random& random, bool female) {
  return random.pick(female ? Pool{kFemale} : Pool{kMale});
}
std::string_view last_name(Random& random) { return random.pick(Pool{kLast}); }
std::string_view farm_name(Random& random) { return random.pick(Pool{kFarms}); }
std::string_view street_address(Random& random) { return random.pick(Pool{kStreets}); }
std::string house_number(Random& random) { return std::to_string(random.between(1, 180)); }

char kind_of(std::string_view species) {
  if (species == "canine") return 'd';
  if (species == "feline") return 'c';
  return species == "horse" || species == "pony" ? 'h' : 's';
}

std::string_view animal_name(Random& random, char kind, bool male) {
  const char sex = male ? 'm' : 'f';
  return any_of(random, std::span<const AnimalName>{kAnimalNames},
                [&](const AnimalName& each) {
                  return each.kinds.find(kind) != std::string_view::npos &&
                         each.sexes.find(sex) != std::string_view::npos;
                })
      ->name;
}

std::string_view condition(Random& random, char kind, std::int64_t years) {
  const Condition* found =
      any_of(random, std::span<const Condition>{kConditions}, [&](const Condition& each) {
        return each.kinds.find(kind) != std::string_view::npos && each.from_years <= years;
      });
  return found == nullptr ? std::string_view{} : found->text;
}

std::string_view remark(Random& random, char kind) {
  return any_of(random, std::span<const Remark>{kRemarks},
                [&](const Remark& each) { return each.kinds.find(kind) != std::string_view::npos; })
      ->text;
}

Telephone telephone(std::size_t n) {
  const std::size_t place = n % (1000 * (kLandlines.size() + 1));
  if (place < 1000) return {"07700 900" + digits(place, 3), true};
  return {std::string(kLandlines[place / 1000 - 1]) + digits(place % 1000, 3), false};
}

std::string email_address(std::string_view first, std::string_view last, std::size_t n) {
  const auto plain = [](std::string_view name) {
    std::string text;
    for (const char c : name) {
      if (c >= 'A' && c <= 'Z') text.push_back(static_cast<char>(c - 'A' + 'a'));
      if ((c >= 'a' && c <= 'z') || c == '-') text.push_back(c);
    }
    return text;
  };
  return plain(first) + "." + plain(last) + std::to_string(n) + "@example.com";
}

// 999 is the test prefix of ISO 11784. The step is prime to the range: it spreads the numbers and
// repeats none.
std::string microchip(std::size_t n) {
  constexpr std::uint64_t kRange = 274'877'906'944;
  const std::uint64_t number = (static_cast<std::uint64_t>(n) + 1) * 104'395'301ULL % kRange;
  return "999" + digits(static_cast<std::size_t>(number), 12);
}

}  // namespace vip::sandbox
