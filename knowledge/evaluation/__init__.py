"""How well a knowledge base answers: questions with known answers, measures, and the intervals they come with."""
