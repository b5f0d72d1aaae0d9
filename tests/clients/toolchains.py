"""How each language's client is generated and compiled, and how its program is compiled and run (scripts/test-sdk)."""

import pathlib
import re
import shutil
import subprocess
from collections import defaultdict

HERE = pathlib.Path(__file__).resolve().parent
GENERATOR_VERSION = "7.25.0"


def short(domain):
    return domain.removesuffix("-management")


def run(command, cwd=None, **more):
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False, **more)
    return done.returncode, done.stdout + done.stderr


def lines_of(text, pattern):
    return [line.strip() for line in text.splitlines() if re.search(pattern, line)]


def needs(*programs):
    absent = [program for program in programs if shutil.which(program) is None]
    return f"no {' and no '.join(absent)} on this machine" if absent else ""


class Java:
    """The JDK's own HTTP client and Jackson; `lib` is what the generated code needs from Maven Central (tests/clients/java)."""

    name = generator = "java"

    def missing(self):
        return needs("javac", "mvn")

    def properties(self, domain):
        package = f"vip.{short(domain)}"
        return {"library": "native", "invokerPackage": package, "apiPackage": f"{package}.api", "modelPackage": f"{package}.model",
                "hideGenerationTimestamp": "true"}

    def class_path(self, out):
        return f"{out}/lib/*:{out}/classes"

    def compile(self, out, domains):
        if not (out / "lib").is_dir():
            code, text = run(["mvn", "-q", "-B", "-f", HERE / "java" / "pom.xml",
                              "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies", f"-DoutputDirectory={out}/lib"])
            if code != 0:
                shutil.rmtree(out / "lib", ignore_errors=True)
                return {domain: lines_of(text, "ERROR") for domain in domains}
        failed = {}
        for domain in domains:
            sources = [str(file) for file in (out / short(domain) / "src" / "main").rglob("*.java")]
            errors = self.javac(out, sources)
            if errors:
                failed[domain] = errors
        return failed

    def javac(self, out, sources):
        listing = out / "sources.txt"
        listing.write_text("\n".join(sources))
        code, text = run(["javac", "-nowarn", "-proc:none", "-Xmaxerrs", "1000", "-encoding", "UTF-8", "-cp", self.class_path(out),
                          "-d", out / "classes", f"@{listing}"])
        return [] if code == 0 else lines_of(text, r"\berror:")

    def compile_program(self, out):
        return self.javac(out, [str(HERE / "java" / "Program.java")])

    def program(self, out):
        return ["java", "-cp", self.class_path(out), "Program"]


class Go:
    """All clients are packages of one module, whose versions tests/clients/go pins."""

    name = generator = "go"
    # Without this a decimal is float32, which adds amounts up wrongly.
    type_mappings = {"number+decimal": "float64"}

    def missing(self):
        return needs("go")

    def properties(self, domain):
        return {"packageName": short(domain), "withGoMod": "false"}

    def lay_module(self, out):
        for file in ("go.mod", "go.sum"):
            shutil.copy(HERE / "go" / file, out / file)

    def compile(self, out, domains):
        self.lay_module(out)
        _, text = run(["go", "build", "-gcflags=-e", *(f"./{short(domain)}" for domain in domains)], cwd=out)
        failed = defaultdict(list)
        for line in lines_of(text, r"\S"):
            for domain in domains:
                if line.startswith(f"{short(domain)}/") or (not line.startswith("#") and ".go:" not in line):
                    failed[domain].append(line)
        return dict(failed)

    def compile_program(self, out):
        (out / "program").mkdir(exist_ok=True)
        shutil.copy(HERE / "go" / "program.go", out / "program" / "main.go")
        code, text = run(["go", "build", "-o", "program/program", "./program"], cwd=out)
        return [] if code == 0 else lines_of(text, r"\S")

    def program(self, out):
        return [out / "program" / "program"]


class Rust:
    """All clients are crates of one workspace, whose versions tests/clients/rust pins. TLS is left out: the server is on loopback."""

    name = generator = "rust"

    def missing(self):
        return needs("cargo")

    def properties(self, domain):
        return {"packageName": f"vip_{short(domain)}", "library": "reqwest", "supportAsync": "false", "reqwestDefaultFeatures": "",
                "useSingleRequestParameter": "true"}

    def lay_workspace(self, out, members):
        (out / "Cargo.toml").write_text(
            f'[workspace]\nresolver = "2"\nmembers = [{", ".join(members)}]\n[profile.dev]\ndebug = false\n')
        if (HERE / "rust" / "Cargo.lock").is_file():
            shutil.copy(HERE / "rust" / "Cargo.lock", out / "Cargo.lock")

    def cargo(self, out, *words):
        code, text = run(["cargo", *words, "--message-format", "short", "--color", "never", "--keep-going"], cwd=out)
        return code, lines_of(text, r"(\berror\b|^error)")

    def compile(self, out, domains):
        self.lay_workspace(out, [f'"{short(domain)}"' for domain in domains])
        code, errors = self.cargo(out, "check", "--workspace", "--lib")
        if code == 0:
            return {}
        failed = defaultdict(list)
        for error in errors:
            crate = re.match(r"([\w-]+)/src/", error)
            for domain in domains:
                if crate and crate.group(1) == short(domain):
                    failed[domain].append(error)
        return dict(failed) or {domain: errors or ["cargo check failed"] for domain in domains}

    def compile_program(self, out):
        (out / "program" / "src").mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "rust" / "program.rs", out / "program" / "src" / "main.rs")
        shutil.copy(HERE / "rust" / "program.toml", out / "program" / "Cargo.toml")
        self.lay_workspace(out, ['"program"'])
        code, errors = self.cargo(out, "build", "--package", "program")
        return [] if code == 0 else errors or ["cargo build failed"]

    def program(self, out):
        return [out / "target" / "debug" / "program"]


class CSharp:
    """Mono's compiler and Newtonsoft.Json, which Debian has, in place of .NET's and NuGet's. What is missing there is adapted:
    NuGet's Polly, for retries, is replaced by the few names of it that the generated code uses (tests/clients/csharp/Polly.cs), so
    no retry runs; the naming strategy, which Debian's older Newtonsoft.Json lacks, is left out, because every member names itself."""

    name = generator = "csharp"
    references = ("System.Net.Http", "System.Runtime.Serialization", "System.ComponentModel.DataAnnotations", "System.Web")

    def missing(self):
        if missing := needs("mcs", "mono"):
            return missing
        return "" if self.json_library() else "no Newtonsoft.Json on this machine"

    def json_library(self):
        return next(iter(sorted(pathlib.Path("/usr/lib/mono").glob("gac/Newtonsoft.Json/*/Newtonsoft.Json.dll"))), None)

    def properties(self, domain):
        return {"packageName": f"Vip{short(domain).title()}", "library": "httpclient", "targetFramework": "net48",
                # Otherwise a PATCH sends null for every member that was not set.
                "conditionalSerialization": "true"}

    def mcs(self, target, sources, *more):
        references = [f"-r:{name}.dll" for name in self.references]
        code, text = run(["mcs", "-langversion:latest", "-nowarn:1591,0618,0472,0108,0114", f"-r:{self.json_library()}", *references,
                          *more, f"-out:{target}", *sources])
        return [] if code == 0 else lines_of(text, r"\berror CS")

    NAMING_STRATEGY = re.compile(r"NamingStrategy = new CamelCaseNamingStrategy\s*\{[^}]*\}")

    def compile(self, out, domains):
        failed = {}
        polly = out / "Polly.dll"
        if errors := self.mcs(polly, [HERE / "csharp" / "Polly.cs"], "-target:library"):
            return {domain: errors for domain in domains}
        for domain in domains:
            sources = sorted((out / short(domain) / "src").rglob("*.cs"))
            for source in sources:
                if source.name in ("ApiClient.cs", "AbstractOpenAPISchema.cs"):
                    source.write_text(self.NAMING_STRATEGY.sub("", source.read_text()))
            if errors := self.mcs(out / f"Vip{short(domain).title()}.dll", sources, "-target:library", f"-r:{polly}"):
                failed[domain] = errors
        return failed

    def compile_program(self, out):
        libraries = [f"-r:{file}" for file in sorted(out.glob("*.dll"))]
        return self.mcs(out / "program.exe", [HERE / "csharp" / "Program.cs"], *libraries)

    def program(self, out):
        return ["mono", out / "program.exe"]


ALL = {language.name: language for language in (Java(), Go(), Rust(), CSharp())}
