// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
)

// word is what stands for something else in files, references and names of accounts.
var word = regexp.MustCompile(`([$%])\{([^}]+)\}|\$(DAY|TODAY)\+(\d{1,4})|\$(DAY|TODAY|TOMORROW|S)`)

// read fills a file's words in.
func (p *play) read(ctx context.Context, step Step, file string) ([]byte, error) {
	text, err := p.say(ctx, strings.TrimSpace(step.files[file]))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return []byte(text), nil
}

// say fills words in.
func (p *play) say(ctx context.Context, text string) (string, error) {
	var failed error
	said := word.ReplaceAllStringFunc(text, func(found string) string {
		meaning, err := p.mean(ctx, word.FindStringSubmatch(found))
		if err != nil && failed == nil {
			failed = err
		}
		return meaning
	})
	return said, failed
}

// mean is what a word stands for.
func (p *play) mean(ctx context.Context, found []string) (string, error) {
	switch found[1] {
	case "$":
		return p.recall(found[2])
	case "%":
		return p.recallText(found[2])
	}
	name, days := found[3]+found[5], 0
	if found[4] != "" {
		days, _ = strconv.Atoi(found[4]) // the form has digits alone
	}
	switch name {
	case "S":
		return p.name, nil
	case "TOMORROW":
		days = 1
	case "DAY":
		return p.day(days)
	}
	today, err := p.today(ctx)
	if err != nil {
		return "", err
	}
	day, err := today.AddDays(days)
	return day.String(), err
}

// day is a day of the story.
func (p *play) day(days int) (string, error) {
	day, err := p.first.AddDays(days)
	return day.String(), err
}

// today is cash's business date.
func (p *play) today(ctx context.Context) (date.Date, error) {
	officer, err := p.desks.At(ctx, p.desks.Members()[0], desk.Officer)
	if err != nil {
		return date.Date{}, err
	}
	today, err := gatewayclient.Do(ctx, officer, cash.Today, protocol.Nothing{}, p.options...)
	if err != nil {
		return date.Date{}, fmt.Errorf("business date: %w", err)
	}
	return today.Date, nil
}

// recall is a part of an answer that was kept, as JSON.
func (p *play) recall(path string) (string, error) {
	value, err := p.keeps(path)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(value)
	return string(text), err
}

// recallText is a part of an answer that was kept and is a text, as it stands within another one.
func (p *play) recallText(path string) (string, error) {
	value, err := p.keeps(path)
	if err != nil {
		return "", err
	}
	text, is := value.(string)
	if !is {
		return "", fmt.Errorf("what is kept as %s is no text", path)
	}
	return text, nil
}

// keeps finds a part of an answer that was kept. The path begins with its name, and counts items of lists from 0.
func (p *play) keeps(path string) (any, error) {
	names := strings.Split(path, "/")
	value, there := p.kept[names[0]]
	for _, name := range names[1:] {
		if value, there = within(value, name); !there {
			break
		}
	}
	if !there {
		return nil, fmt.Errorf("nothing is kept as %s", path)
	}
	return value, nil
}

// within is a member of an object, or an item of a list.
func within(value any, name string) (any, bool) {
	switch value := value.(type) {
	case map[string]any:
		member, there := value[name]
		return member, there
	case []any:
		at, err := strconv.Atoi(name)
		if err != nil || at < 0 || at >= len(value) {
			return nil, false
		}
		return value[at], true
	}
	return nil, false
}
