import { describe, expect, test } from 'vitest';
import { isScientific, readName, readNumber, readOrder, readPhone, readRelation, readYesNo } from './kind-reading.ts';

describe('read kindly, store exactly', () => {
  test.each([
    ['plain', '13812345678', '13812345678'],
    ['+86', '+86 138-1234-5678', '13812345678'],
    ['86 without plus', '8613812345678', '13812345678'],
    ['0086', '008613812345678', '13812345678'],
    ['full width', '１３８１２３４５６７８', '13812345678'],
    ['blanks inside', ' 138 1234 5678　', '13812345678'],
    ['excel text mark', "'13812345678", '13812345678'],
    ['excel formula mark', '="13812345678"', '13812345678'],
    ['read as a number by a script', '13812345678.0', '13812345678'],
    ['land line', '0871-65551234', '087165551234'],
    ['land line in brackets', '（0871）65551234', '087165551234'],
    ['land line with +86', '+86 871 6555 1234', '087165551234'],
    ['foreign', '+856 20 5512 3456', '+8562055123456'],
  ])('phone: %s', (_, raw, phone) => {
    expect(readPhone(raw)).toEqual({ kind: 'phone', phone, hasMore: false });
  });

  test.each([
    ['two numbers', '13812345678/13987654321', { kind: 'phone', phone: '13812345678', hasMore: true }],
    ['two numbers by blank', '13812345678 13987654321', { kind: 'phone', phone: '13812345678', hasMore: true }],
    ['first one broken', '1381234、13987654321', { kind: 'phone', phone: '13987654321', hasMore: true }],
    ['none', '无', { kind: 'none' }],
    ['dash', '-', { kind: 'none' }],
    ['empty', '  ', { kind: 'none' }],
    ['scientific', '1.38123E+10', { kind: 'scientific' }],
    ['a digit short', '1381234567', { kind: 'unreadable' }],
    ['words', '打她妈妈的', { kind: 'unreadable' }],
  ])('phone: %s', (_, raw, reading) => {
    expect(readPhone(raw)).toEqual(reading);
  });

  test.each([
    ['妈妈', '母亲'],
    ['母', '母亲'],
    ['娘', '母亲'],
    ['姥姥', '外婆'],
    ['孃孃', '姑姑'],
    ['嬢嬢', '姑姑'],
    ['爸', '父亲'],
    ['父亲', '父亲'],
    ['父子', '父亲'],
    ['母女', '母亲'],
    ['祖母', '奶奶'],
    ['姑妈', '姑姑'],
    ['幺爸', '叔叔'],
    ['监护人', '监护人'],
    [' 母 亲 ', '母亲'],
  ])('relation: %s → %s', (raw, relation) => {
    expect(readRelation(raw)).toEqual({ relation, isKnown: true });
  });

  test('an unknown relation is 其他, and said so', () => {
    expect(readRelation('班长')).toEqual({ relation: '其他', isKnown: false });
    expect(readRelation('其他')).toEqual({ relation: '其他', isKnown: true });
  });

  test.each([
    ['2.02201E+11', true],
    ['2E+11', true],
    ['2.0e11', true],
    ['1E5', true],
    ['2022010301', false],
    ['22E05001', false],
    ['B2022E+', false],
    ['T1001', false],
  ])('scientific notation: %s → %s', (text, expected) => {
    expect(isScientific(readNumber(text))).toBe(expected);
  });

  test.each([
    ['　２０２２０１０１ ', '20220101'],
    ["'0012", '0012'],
    ['="0012"', '0012'],
    ['2022001.0', '2022001'],
    ['T 1001', 'T1001'],
  ])('number: %s → %s', (raw, expected) => {
    expect(readNumber(raw)).toBe(expected);
  });

  test.each([
    ['张　三', '张三'],
    [' 阿依·古丽 ', '阿依·古丽'],
    ['John  Smith', 'John Smith'],
    ['\u200b李四', '李四'],
    ['欧阳 若曦', '欧阳 若曦'],
  ])('name: %s → %s', (raw, expected) => {
    expect(readName(raw)).toBe(expected);
  });

  test.each([
    ['是', true],
    ['√', true],
    ['Y', true],
    ['否', false],
    ['', false],
    ['无', false],
    ['也许', undefined],
  ])('yes or no: %s', (raw, expected) => {
    expect(readYesNo(raw)).toBe(expected);
  });

  test.each([
    ['1', 1],
    ['２', 2],
    ['第3', 3],
    ['三', 3],
    ['首选', 1],
    ['', null],
    ['最后', undefined],
    ['0', undefined],
  ])('order: %s', (raw, expected) => {
    expect(readOrder(raw)).toBe(expected);
  });
});
