#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/listed_path.hpp"

namespace hapmill {

using Json = nlohmann::ordered_json;

/// A text of any bytes as JSON, which is UTF-8: `%` and control bytes as %XX, and where it is no
/// UTF-8, every byte above 7F too.
std::string escape_text(std::string_view text);
/// Takes it back. Throws InputError.
std::string unescape_text(std::string_view escaped);

Json escape_texts(std::vector<std::string> const& texts);
std::vector<std::string> unescape_texts(Json const& texts);

/// Reads a file of JSON with this `format` and `format_version`; `what` it is called in messages.
/// Throws InputError.
Json read_json(InputPath const& file, std::string_view what, std::string_view format,
               int format_version);
/// The same of its text.
Json parse_json(std::string const& path, std::string const& text, std::string_view what,
                std::string_view format, int format_version);

/// A whole number of this type. What get() would round, wrap or cut throws std::out_of_range.
template <class Number>
Number whole_number(Json const& json);
template <class Number>
std::vector<Number> whole_numbers(Json const& json);

/// Calls `read` and turns what JSON lacks, and numbers that do not fit, into an InputError.
template <class Read>
auto read_fields(std::string const& path, std::string_view what, Read const& read);

[[noreturn]] void refuse_json(std::string const& path, std::string_view what,
                              std::string const& why);

template <class Number>
Number whole_number(Json const& json) {
  if (json.is_number_unsigned()) {
    auto const number = json.get<std::uint64_t>();
    if (std::in_range<Number>(number)) return static_cast<Number>(number);
  } else if (json.is_number_integer()) {
    auto const number = json.get<std::int64_t>();
    if (std::in_range<Number>(number)) return static_cast<Number>(number);
  }
  throw std::out_of_range{"it has " + json.dump() + " for a number"};
}

template <class Number>
std::vector<Number> whole_numbers(Json const& json) {
  std::vector<Number> numbers;
  for (auto const& number : json) numbers.push_back(whole_number<Number>(number));
  return numbers;
}

template <class Read>
auto read_fields(std::string const& path, std::string_view what, Read const& read) {
  try {
    return read();
  } catch (nlohmann::json::exception const& error) {
    refuse_json(path, what, error.what());
  } catch (std::out_of_range const& error) {
    refuse_json(path, what, error.what());
  }
}

}  // namespace hapmill
