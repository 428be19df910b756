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
var word = regexp.MustCompile(`\$\{([^}]+)\}|\$(DAY|TODAY)\+(\d{1,4})|\$(DAY|TODAY|TOMORROW|S)`)

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
	if found[1] != "" {
		return p.recall(found[1])
	}
	name, days := found[2]+found[4], 0
	if found[3] != "" {
		days, _ = strconv.Atoi(found[3]) // the form has digits alone
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

// recall is a part of an answer that was kept, as JSON. The path begins with its name.
func (p *play) recall(path string) (string, error) {
	names := strings.Split(path, "/")
	value, there := p.kept[names[0]]
	for _, name := range names[1:] {
		object, _ := value.(map[string]any)
		if value, there = object[name]; !there {
			break
		}
	}
	if !there {
		return "", fmt.Errorf("nothing is kept as %s", path)
	}
	text, err := json.Marshal(value)
	return string(text), err
}
