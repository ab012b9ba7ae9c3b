#include "groups/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bytes/input_file.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

bool is_utf8(std::string_view text) {
  try {
    static_cast<void>(Json(text).dump());
    return true;
  } catch (nlohmann::json::type_error const&) {
    return false;
  }
}

}  // namespace

std::string escape_text(std::string_view text) {
  bool const has_high_bytes = std::any_of(
      text.begin(), text.end(), [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; });
  bool const escapes_high_bytes = has_high_bytes && !is_utf8(text);
  std::string escaped;
  for (char const letter : text) {
    auto const byte = static_cast<unsigned char>(letter);
    bool const is_plain =
        byte >= 0x20 && byte != '%' && byte != 0x7f && (byte < 0x80 || !escapes_high_bytes);
    if (is_plain) {
      escaped += letter;
    } else {
      escaped += fmt::format("%{:02X}", byte);
    }
  }
  return escaped;
}

std::string unescape_text(std::string_view escaped) {
  std::string text;
  for (std::size_t at = 0; at < escaped.size(); ++at) {
    if (escaped[at] != '%') {
      text += escaped[at];
      continue;
    }
    auto const digits = escaped.substr(at + 1, 2);
    unsigned byte = 0;
    auto const [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) {
      throw InputError{fmt::format("\"{}\" is not a text with bytes as %XX", escaped)};
    }
    text += static_cast<char>(byte);
    at += 2;
  }
  return text;
}

Json escape_texts(std::vector<std::string> const& texts) {
  Json escaped = Json::array();
  for (auto const& text : texts) escaped.push_back(escape_text(text));
  return escaped;
}

std::vector<std::string> unescape_texts(Json const& texts) {
  std::vector<std::string> unescaped;
  for (auto const& text : texts) unescaped.push_back(unescape_text(text.get<std::string>()));
  return unescaped;
}

void refuse_json(std::string const& path, std::string_view what, std::string const& why) {
  throw InputError{fmt::format("{} is not a {}: {}", path, what, why)};
}

Json read_json(InputPath const& file, std::string_view what, std::string_view format,
               int format_version) {
  constexpr std::size_t step = std::size_t{64} << 10;
  InputFile input{file};
  std::string text;
  for (std::size_t got = 1; got != 0;) {
    std::size_t const before = text.size();
    text.resize(before + step);
    got = input.read_next(text.data() + before, step);
    text.resize(before + got);
  }
  return parse_json(file.text(), text, what, format, format_version);
}

Json parse_json(std::string const& path, std::string const& text, std::string_view what,
                std::string_view format, int format_version) {
  auto json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) refuse_json(path, what, "it is not JSON, or not all of it");
  return read_fields(path, what, [&] {
    if (json.at("format").get<std::string>() != format) {
      refuse_json(path, what, "it says that it is something else");
    }
    int const found = json.at("format_version").get<int>();
    if (found != format_version) {
      refuse_json(
          path, what,
          fmt::format("its format is number {}, and this hapmill's is {}", found, format_version));
    }
    return std::move(json);
  });
}

}  // namespace hapmill
