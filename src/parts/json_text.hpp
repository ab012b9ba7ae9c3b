#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

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
Json read_json(std::string const& path, std::string_view what, std::string_view format,
               int format_version);

/// Calls `read` and turns what JSON lacks into an InputError.
template <class Read>
auto read_fields(std::string const& path, std::string_view what, Read const& read);

[[noreturn]] void refuse_json(std::string const& path, std::string_view what,
                              std::string const& why);

template <class Read>
auto read_fields(std::string const& path, std::string_view what, Read const& read) {
  try {
    return read();
  } catch (nlohmann::json::exception const& error) {
    refuse_json(path, what, error.what());
  }
}

}  // namespace hapmill
