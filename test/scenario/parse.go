// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"
)

// library are the parts that stories are made of, by name.
type library map[string]*txtar.Archive

// Read reads every story of a directory, in the order of their names. Parts are in its directory parts.
func Read(files fs.FS) ([]Scenario, error) {
	parts, err := readLibrary(files)
	if err != nil {
		return nil, err
	}
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
		scenarios[i] = Scenario{Name: strings.TrimSuffix(path.Base(name), ".txtar")}
		if scenarios[i].Steps, err = parts.steps(name, txtar.Parse(content)); err != nil {
			return nil, err
		}
	}
	return scenarios, nil
}

func readLibrary(files fs.FS) (library, error) {
	names, err := fs.Glob(files, "parts/*.txtar")
	if err != nil {
		return nil, err
	}
	parts := library{}
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("scenario: %w", err)
		}
		parts[strings.TrimSuffix(path.Base(name), ".txtar")] = txtar.Parse(content)
	}
	return parts, nil
}

// steps reads the script of an archive, parts put in.
func (l library) steps(name string, archive *txtar.Archive) ([]Step, error) {
	files := map[string]string{}
	for _, file := range archive.Files {
		files[file.Name] = string(file.Data)
	}
	var steps []Step
	for i, line := range strings.Split(string(archive.Comment), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		more, err := l.line(fmt.Sprintf("%s:%d", name, i+1), line, files)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	return steps, nil
}

// line reads a line, which is a step or plays a part.
func (l library) line(place, line string, files map[string]string) ([]Step, error) {
	if found := playForm.FindStringSubmatch(line); found != nil {
		return l.part(place, found[1], strings.Fields(found[2]))
	}
	step, err := parse(line, files)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place, err)
	}
	step.Place = place
	return []Step{step}, nil
}

// The forms of a step.
var (
	callForm  = regexp.MustCompile(`^(do|also|ask|refuse ([A-Z_]+)|rival ([A-Z_]+)) (\S+)/(\S+) (\S+) (\S+)(?: with (\S+))?(?: as (\S+))?(?: gives (\S+))?(?: keeps (\S+))?$`)
	adoptForm = regexp.MustCompile(`^adopt (\S+) (\S+)$`)
	playForm  = regexp.MustCompile(`^play (\S+)((?: [A-Z]+=\S+)*)$`)
	dayForm   = regexp.MustCompile(`^day (\d{1,4})$`)
	hasForm   = regexp.MustCompile(`^has (\S+) (\S+ [A-Z]{3})$`)
	holdsForm = regexp.MustCompile(`^holds (\S+) (\d{1,18}) (\S+)$`)
	sealForm  = regexp.MustCompile(`^seal (\S+) keeps (\S+)$`)
)

// parse reads a line.
func parse(line string, files map[string]string) (Step, error) {
	step, err := form(line)
	if err != nil {
		return step, err
	}
	step.files = files
	for _, file := range []string{step.Request, step.Private, step.Answer} {
		if _, there := files[file]; file != "" && !there {
			return step, fmt.Errorf("there is no file %s", file)
		}
	}
	return step, nil
}

func form(line string) (Step, error) {
	if found := adoptForm.FindStringSubmatch(line); found != nil {
		return Step{Verb: Adopt, Endpoint: found[1], Request: found[2]}, nil
	}
	if found := dayForm.FindStringSubmatch(line); found != nil {
		days, err := strconv.Atoi(found[1])
		return Step{Verb: Day, Days: days}, err
	}
	if found := hasForm.FindStringSubmatch(line); found != nil {
		return Step{Verb: Has, Account: found[1], Money: found[2]}, nil
	}
	if found := holdsForm.FindStringSubmatch(line); found != nil {
		units, err := strconv.ParseInt(found[2], 10, 64)
		return Step{Verb: Holds, Account: found[1], Units: units, Instrument: found[3]}, err
	}
	if found := sealForm.FindStringSubmatch(line); found != nil {
		return Step{Verb: Seal, Request: found[1], Keeps: found[2]}, nil
	}
	return callStep(line)
}

func callStep(line string) (Step, error) {
	found := callForm.FindStringSubmatch(line)
	if found == nil {
		return Step{}, fmt.Errorf("%q is no step", line)
	}
	verb, _, _ := strings.Cut(found[1], " ")
	step := Step{
		Verb: Verb(verb), Code: found[2] + found[3], Member: found[4], Person: found[5], Endpoint: found[6], Request: found[7],
		Private: found[8], Reference: found[9], Answer: found[10], Keeps: found[11],
	}
	if (step.Verb == Ask) != (step.Answer+step.Keeps != "") {
		return step, fmt.Errorf("%q: what is asked gives an answer, and nothing else does", line)
	}
	return step, nil
}
