// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// Scenario is one story.
type Scenario struct {
	Name  string
	Steps []Step
	files map[string]string
}

// Verb is what a step does.
type Verb string

// The verbs.
const (
	Do     Verb = "do"
	Refuse Verb = "refuse"
	Ask    Verb = "ask"
	Adopt  Verb = "adopt"
)

// Step is one line of a script.
type Step struct {
	Line           int
	Verb           Verb
	Code           string // that a refusal has
	Member, Person string
	Endpoint       string
	Request        string // file
	Reference      string
	Answer         string // file
}

// Read reads every story of a directory, in the order of their names.
func Read(files fs.FS) ([]Scenario, error) {
	names, err := fs.Glob(files, "*.txtar")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	scenarios := make([]Scenario, len(names))
	for i, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("scenario: %w", err)
		}
		if scenarios[i], err = parse(strings.TrimSuffix(path.Base(name), ".txtar"), content); err != nil {
			return nil, fmt.Errorf("%s:%w", name, err)
		}
	}
	return scenarios, nil
}

func parse(name string, content []byte) (Scenario, error) {
	archive := txtar.Parse(content)
	s := Scenario{Name: name, files: map[string]string{}}
	for _, file := range archive.Files {
		s.files[file.Name] = string(file.Data)
	}
	for i, line := range strings.Split(string(archive.Comment), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		step, err := s.step(line)
		if err != nil {
			return s, fmt.Errorf("%d: %w", i+1, err)
		}
		step.Line = i + 1
		s.Steps = append(s.Steps, step)
	}
	return s, nil
}

// The forms of a step.
var (
	callForm  = regexp.MustCompile(`^(do|ask|refuse ([A-Z_]+)) (\S+)/(\S+) (\S+) (\S+)(?: as (\S+))?(?: gives (\S+))?$`)
	adoptForm = regexp.MustCompile(`^adopt (\S+) (\S+)$`)
)

// step reads a line.
func (s Scenario) step(line string) (Step, error) {
	if found := adoptForm.FindStringSubmatch(line); found != nil {
		step := Step{Verb: Adopt, Endpoint: found[1], Request: found[2]}
		return step, s.named(step)
	}
	found := callForm.FindStringSubmatch(line)
	if found == nil {
		return Step{}, fmt.Errorf("%q is no step", line)
	}
	verb, _, _ := strings.Cut(found[1], " ")
	step := Step{
		Verb: Verb(verb), Code: found[2], Member: found[3], Person: found[4], Endpoint: found[5], Request: found[6],
		Reference: found[7], Answer: found[8],
	}
	if (step.Verb == Ask) != (step.Answer != "") {
		return step, fmt.Errorf("%q: what is asked gives an answer, and nothing else does", line)
	}
	return step, s.named(step)
}

// named refuses a step whose files are not there.
func (s Scenario) named(step Step) error {
	for _, file := range []string{step.Request, step.Answer} {
		if _, there := s.files[file]; file != "" && !there {
			return fmt.Errorf("there is no file %s", file)
		}
	}
	return nil
}
