#include "groups/parts_names.hpp"

#include <algorithm>
#include <utility>

namespace hapmill {

namespace {

constexpr std::string_view group_prefix = "group-";
constexpr std::string_view joining_prefix = "joining-";
constexpr std::string_view staged_suffix = ".hapmill-part";

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_hex_digit(char byte) { return is_digit(byte) || (byte >= 'a' && byte <= 'f'); }
bool is_letter_or_digit(char byte) {
  return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

template <class Test>
bool consists_of(std::string_view text, Test const& test) {
  return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

/// What mkdtemp() puts in the place of XXXXXX.
bool is_random_ending(std::string_view text) {
  constexpr std::size_t size = 6;
  return text.size() == size && consists_of(text, is_letter_or_digit);
}

/// `PID-RANDOM.tmp`: how a file that several runs may write at once ends until it is published.
bool is_temporary_ending(std::string_view text) {
  constexpr std::string_view suffix = ".tmp";
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  std::size_t const hyphen = text.find('-');
  return hyphen != text.npos && consists_of(text.substr(0, hyphen), is_digit) &&
         consists_of(text.substr(hyphen + 1), is_hex_digit);
}

/// As the kernel's boot_id: five runs of hexadecimal digits, with a hyphen between two of them.
/// Empty where the kernel does not tell it.
bool is_boot_id(std::string_view text) {
  constexpr std::string_view form = "00000000-0000-0000-0000-000000000000";
  if (text.empty()) return true;
  return text.size() == form.size() &&
         std::equal(text.begin(), text.end(), form.begin(), [](char byte, char place) {
           return place == '-' ? byte == '-' : is_hex_digit(byte);
         });
}

/// The rest of a name after this ending, which may be all of it or be followed by a temporary's.
PartsName classify_file(std::string_view ending, std::string_view own, PartsName kind) {
  if (!ending.starts_with(own)) return PartsName::foreign;
  ending.remove_prefix(own.size());
  if (ending.empty()) return kind;
  bool const is_temporary = ending.front() == '.' && is_temporary_ending(ending.substr(1));
  return is_temporary ? PartsName::temporary : PartsName::foreign;
}

PartsName classify_ending(std::string_view ending) {
  constexpr std::string_view split = ".split-";
  if (ending.starts_with(split)) {
    return is_random_ending(ending.substr(split.size())) ? PartsName::split : PartsName::foreign;
  }
  for (auto const& [own, kind] : {std::pair{std::string_view{".part"}, PartsName::part},
                                  std::pair{std::string_view{".rejects"}, PartsName::part},
                                  std::pair{std::string_view{".json"}, PartsName::manifest}}) {
    auto const found = classify_file(ending, own, kind);
    if (found != PartsName::foreign) return found;
  }
  return PartsName::foreign;
}

PartsName classify_joining(std::string_view ending) {
  constexpr std::string_view split = "split-";
  if (ending.starts_with(split) && is_random_ending(ending.substr(split.size()))) {
    return PartsName::joined;
  }
  return is_boot_id(ending) ? PartsName::joining : PartsName::foreign;
}

}  // namespace

std::string_view group_digits(std::string_view name) {
  constexpr std::size_t count = 5;
  if (!name.starts_with(group_prefix)) return {};
  name.remove_prefix(group_prefix.size());
  auto const digits = name.substr(0, count);
  return digits.size() == count && consists_of(digits, is_digit) ? digits : std::string_view{};
}

PartsName classify_parts_name(std::string_view name) {
  if (name == "lock") return PartsName::lock;
  if (auto const digits = group_digits(name); !digits.empty()) {
    return classify_ending(name.substr(group_prefix.size() + digits.size()));
  }
  if (name.starts_with(joining_prefix)) {
    return classify_joining(name.substr(joining_prefix.size()));
  }
  bool const is_staged = name.size() > staged_suffix.size() + 1 && name.front() == '.' &&
                         name.ends_with(staged_suffix);
  if (is_staged) return PartsName::temporary;
  return classify_file(name, "plan.json", PartsName::plan);
}

}  // namespace hapmill
